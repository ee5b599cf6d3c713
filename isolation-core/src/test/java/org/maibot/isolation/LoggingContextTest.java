package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.CONTEXT_NOT_NARROWER;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

@Timeout(60)
class LoggingContextTest {
    private static final IsolationContext TENANT = IsolationContext.of("acme");
    private static final IsolationContext CHAT = IsolationContext.of("acme", "support", "qq", "g1");
    private static final Map<String, String> CHAT_ENTRIES =
            Map.of("tenant_id", "acme", "agent_id", "support", "platform", "qq", "chat_stream_id", "g1");

    @RegisterExtension
    final CapturedEvents events = new CapturedEvents();

    @AutoClose("shutdownNow")
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @BeforeEach
    void nothingIsThere() {
        MDC.clear();
    }

    @Test
    void theEntriesAreThoseOfTheContextAndGoWithIt() {
        assertThat(CHAT.supply(LoggingContextTest::entries)).isEqualTo(CHAT_ENTRIES);
        assertThat(entries()).isEmpty();
    }

    @Test
    void theEntriesFollowNestedScopes() {
        TENANT.run(() -> {
            assertThat(entries()).isEqualTo(Map.of("tenant_id", "acme"));
            assertThat(CHAT.supply(LoggingContextTest::entries)).isEqualTo(CHAT_ENTRIES);
            assertThat(entries()).isEqualTo(Map.of("tenant_id", "acme"));
        });
        assertThat(entries()).isEmpty();
    }

    @Test
    void entriesOfOtherKeysStay() {
        MDC.put("request", "r1");
        assertThat(TENANT.supply(LoggingContextTest::entries)).isEqualTo(Map.of("request", "r1", "tenant_id", "acme"));
        TENANT.run(() -> MDC.put("step", "2"));
        assertThat(entries()).isEqualTo(Map.of("request", "r1", "step", "2"));
    }

    @Test
    void theHostsOwnEntriesOfTheSameKeysAreHiddenInsideAndBackOutside() {
        MDC.put("tenant_id", "host's");
        MDC.put("platform", "linux");
        assertThat(TENANT.supply(LoggingContextTest::entries)).isEqualTo(Map.of("tenant_id", "acme"));
        assertThat(entries()).isEqualTo(Map.of("tenant_id", "host's", "platform", "linux"));
        TENANT.run(() -> CHAT.run(() -> refusal(() -> TENANT.run(() -> {}), CONTEXT_NOT_NARROWER)));
        assertThat(entries()).isEqualTo(Map.of("tenant_id", "host's", "platform", "linux"));
    }

    @Test
    void theHostsOwnEntriesAreBackAfterAnException() {
        MDC.put("agent_id", "host's");
        Runnable failing = CHAT.wrap((Runnable) () -> {
            throw new IllegalStateException("inside");
        });
        try {
            failing.run();
        } catch (IllegalStateException inside) {
            assertThat(entries()).isEqualTo(Map.of("agent_id", "host's"));
        }
    }

    @Test
    void theHostsOwnEntriesAreBackAfterTheBridgeClearsTheContext() {
        IsolationContextAccessor bridge = new IsolationContextAccessor();
        MDC.put("tenant_id", "host's");
        bridge.setValue(TENANT);
        bridge.setValue(CHAT);
        assertThat(entries()).isEqualTo(CHAT_ENTRIES);
        bridge.restore(TENANT);
        assertThat(entries()).isEqualTo(Map.of("tenant_id", "acme"));
        bridge.setValue();
        assertThat(entries()).isEqualTo(Map.of("tenant_id", "host's"));
    }

    @Test
    void aPooledThreadsOwnEntriesAreBackAfterATask() throws Exception {
        pool.submit(() -> MDC.put("tenant_id", "pool's")).get();
        assertThat(CHAT.wrap(pool).submit(LoggingContextTest::entries).get()).isEqualTo(CHAT_ENTRIES);
        assertThat(pool.submit(LoggingContextTest::entries).get()).isEqualTo(Map.of("tenant_id", "pool's"));
    }

    @Test
    void aContextLeftOnAPooledThreadLeavesTheLoggingContextToo() throws Exception {
        pool.submit(() -> MDC.put("tenant_id", "pool's")).get();
        pool.submit(() -> new IsolationContextAccessor().setValue(CHAT)).get();
        TENANT.wrap(pool).submit(() -> {}).get();
        assertThat(pool.submit(LoggingContextTest::entries).get()).isEqualTo(Map.of("tenant_id", "pool's"));
        assertThat(events.messages()).hasSize(1).first().asString().startsWith("context leaked");
    }

    @Test
    void idsArriveAsTheyAre() {
        for (String id : HostileIds.all()) {
            assertThat(IsolationContext.of("t", id).supply(LoggingContextTest::entries))
                    .isEqualTo(Map.of("tenant_id", "t", "agent_id", id));
        }
    }

    private static Map<String, String> entries() {
        Map<String, String> entries = MDC.getCopyOfContextMap();
        return entries == null ? new HashMap<>() : entries;
    }
}
