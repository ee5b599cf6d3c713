package org.maibot.isolation.jdbc;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationEvent.TenantRegistered;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

/** Tenants are registered on first use within the limit, and only the declared ones as soon as any is declared. */
class TenantAdmissionTest {
    @TempDir
    private Path directory;

    private final RecordedEvents events = new RecordedEvents();

    private Isolation.Builder runtime() {
        return Isolation.builder()
                .jdbcUrl("jdbc:sqlite:" + directory.resolve("bot.db"))
                .observer(events);
    }

    private static List<Object> tenants(Isolation isolation) {
        return isolation.system("the tenants").dsl().fetch("select tenant_id from tenants order by 1").stream()
                .map(row -> row.get(0))
                .toList();
    }

    @Test
    void areRegisteredOnFirstUseAndReportedOnce() {
        try (Isolation isolation = runtime().open()) {
            isolation.createIsolationContext("acme");
            isolation.createIsolationContext("acme", "bot");
            isolation.dsl(IsolationContext.of("acme:eu"));
            isolation.queries(IsolationContext.of("ACME", "bot", "qq"));

            assertThat(tenants(isolation)).containsExactly("ACME", "acme", "acme:eu");
        }
        try (Isolation again = runtime().open()) {
            again.createIsolationContext("acme");
        }
        assertThat(events.of(TenantRegistered.class))
                .extracting(TenantRegistered::tenantId)
                .containsExactly("acme", "acme:eu", "ACME");
    }

    @Test
    void areRefusedBeyondTheLimitButKnownOnesAreNot() {
        try (Isolation isolation = runtime().maxTenants(2).open()) {
            isolation.createIsolationContext("a");
            isolation.createIsolationContext("b");

            Refused.because(ViolationReason.TENANT_LIMIT_REACHED, () -> isolation.createIsolationContext("c"));
            Refused.because(ViolationReason.TENANT_LIMIT_REACHED, () -> isolation.dsl(IsolationContext.of("c")));
            Refused.because(ViolationReason.TENANT_LIMIT_REACHED, () -> isolation.queries(IsolationContext.of("c")));

            assertThat(isolation.createIsolationContext("a", "bot").tenantId()).isEqualTo("a");
            assertThat(tenants(isolation)).containsExactly("a", "b");
        }
        try (Isolation again = runtime().maxTenants(1).open()) {
            assertThat(again.createIsolationContext("b").tenantId()).isEqualTo("b");
        }
        assertThat(events.of(IsolationEvent.Refused.class))
                .extracting(IsolationEvent.Refused::reason)
                .containsOnly(ViolationReason.TENANT_LIMIT_REACHED)
                .hasSize(3);
    }

    @Test
    void areNeverMoreThanAllowedHoweverManyAskAtOnce() throws Exception {
        try (Isolation one = runtime().maxTenants(5).open();
                Isolation other = runtime().maxTenants(5).open()) {
            List<Callable<Optional<String>>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 32; thread++) {
                Isolation isolation = thread % 2 == 0 ? one : other;
                String tenant = "tenant-" + thread % 20;
                tasks.add(() -> admitted(isolation, tenant));
            }

            List<Optional<String>> admitted = Concurrently.call(tasks);

            assertThat(tenants(one)).hasSize(5);
            assertThat(admitted.stream()
                            .flatMap(Optional::stream)
                            .map(tenant -> (Object) tenant)
                            .collect(toSet()))
                    .containsExactlyInAnyOrderElementsOf(tenants(one));
            assertThat(events.of(TenantRegistered.class)).hasSize(5);
            assertThat(events.of(IsolationEvent.Refused.class))
                    .hasSize((int) admitted.stream().filter(Optional::isEmpty).count());
        }
    }

    private static Optional<String> admitted(Isolation isolation, String tenant) {
        try {
            return Optional.of(isolation.createIsolationContext(tenant).tenantId());
        } catch (IsolationViolationException e) {
            assertThat(e.reason()).isEqualTo(ViolationReason.TENANT_LIMIT_REACHED);
            return Optional.empty();
        }
    }

    @Test
    void areRefusedUnlessDeclaredAsSoonAsAnyIs() {
        try (Isolation isolation = runtime().open()) {
            isolation.createIsolationContext("registered before");
        }
        try (Isolation isolation =
                runtime().tenants("acme", "acme:eu").tenants("b").open()) {
            assertThat(isolation.createIsolationContext("acme:eu", "bot").tenantId())
                    .isEqualTo("acme:eu");
            assertThat(isolation.createIsolationContext("b").tenantId()).isEqualTo("b");

            for (String tenant : List.of("registered before", "ACME", "acme ", "acm")) {
                Refused.because(ViolationReason.UNKNOWN_TENANT, () -> isolation.createIsolationContext(tenant));
                Refused.because(ViolationReason.UNKNOWN_TENANT, () -> isolation.dsl(IsolationContext.of(tenant)));
            }
            assertThat(tenants(isolation)).containsExactly("acme:eu", "b", "registered before");
        }
    }

    @Test
    void aRefusalNamesNoTenant() {
        try (Isolation isolation = runtime().tenants("the-secret-customer").open()) {
            assertThat(Refused.because(
                            ViolationReason.UNKNOWN_TENANT, () -> isolation.createIsolationContext("somebody")))
                    .hasMessageContaining("builder.tenants")
                    .hasMessageNotContainingAny("the-secret-customer", "somebody");
        }
    }

    @Test
    void theLimitIsAtLeastOneAndIdsAreLegal() {
        Refused.because(ViolationReason.INVALID_ID, () -> Isolation.builder().tenants("acme", ""));
        assertThatThrownBy(() -> Isolation.builder().maxTenants(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Isolation.builder().maxTenants(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
