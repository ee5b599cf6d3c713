package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.CONTEXT_NOT_NARROWER;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.maibot.isolation.IsolationEvent.ContextLeaked;
import org.maibot.isolation.IsolationEvent.MemoryPromoted;
import org.maibot.isolation.IsolationEvent.Refused;
import org.maibot.isolation.IsolationEvent.SchemaFindingAccepted;
import org.maibot.isolation.IsolationEvent.SchemaFindingReported;
import org.maibot.isolation.IsolationEvent.SystemAccess;
import org.maibot.isolation.IsolationEvent.TenantRegistered;

class CountingObserverTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IsolationObserver observer = IsolationObserver.standard();

    @RegisterExtension
    final CapturedEvents events = new CapturedEvents();

    @BeforeEach
    void open() {
        Metrics.globalRegistry.add(registry);
    }

    @AfterEach
    void close() {
        Metrics.globalRegistry.clear();
        Metrics.removeRegistry(registry);
    }

    @Test
    void aRefusalInsideACodeScopeIsCounted() {
        IsolationContext.of("acme").run(() -> {
            refusal(() -> IsolationContext.of("other").run(() -> {}), CONTEXT_NOT_NARROWER);
            refusal(() -> IsolationContext.of("third").run(() -> {}), CONTEXT_NOT_NARROWER);
        });
        assertThat(counted("refused", "context_not_narrower")).isEqualTo(2);
    }

    @Test
    void everyKindOfEventIsCountedByItsType() {
        IsolationContext context = IsolationContext.of("acme");
        observer.publish(new SystemAccess("report"));
        observer.publish(new TenantRegistered("acme"));
        observer.publish(new MemoryPromoted(context, "m1", "useful"));
        observer.publish(new ContextLeaked(context, "somehow"));
        observer.publish(new SchemaFindingReported("trigger:notes.move", "ERROR", "message"));
        observer.publish(new SchemaFindingAccepted("trigger:notes.touch", "it sets a time only"));
        assertThat(List.of(
                        "system_access",
                        "tenant_registered",
                        "memory_promoted",
                        "context_leaked",
                        "schema_finding_reported",
                        "schema_finding_accepted"))
                .allSatisfy(type -> assertThat(counted(type, "none")).isEqualTo(1));
        assertThat(counters()).hasSize(6);
    }

    @Test
    void tagsAreBoundedHoweverManyScopesAndReasonsThereAre() {
        for (String id : HostileIds.all()) {
            IsolationContext context = IsolationContext.of(id);
            observer.publish(new SystemAccess("reason " + id));
            observer.publish(new TenantRegistered(id));
            observer.publish(new MemoryPromoted(context, id, id));
            observer.publish(new ContextLeaked(context, "how " + id));
            observer.publish(new SchemaFindingReported(id, "WARNING", "message " + id));
            observer.publish(new SchemaFindingAccepted(id, id));
            for (ViolationReason reason : ViolationReason.values()) {
                observer.publish(new Refused(reason, "message " + id, Optional.of(context)));
            }
        }
        assertThat(counters()).hasSize(6 + ViolationReason.values().length).allSatisfy(counter -> {
            assertThat(counter.getId().getTags())
                    .hasSize(2)
                    .allMatch(tag -> tag.getValue().matches("[a-z_]+"));
            assertThat(counter.count()).isEqualTo(HostileIds.all().size());
        });
    }

    private double counted(String type, String reason) {
        return registry.get("maibot.isolation.events")
                .tags(Tags.of("type", type, "reason", reason))
                .counter()
                .count();
    }

    private Collection<Counter> counters() {
        return registry.find("maibot.isolation.events").counters();
    }
}
