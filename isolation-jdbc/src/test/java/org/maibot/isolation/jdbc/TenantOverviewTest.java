package org.maibot.isolation.jdbc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.Samples.NOON;
import static org.maibot.isolation.jdbc.Samples.message;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.TenantOverview;
import org.maibot.isolation.query.Usage;
import org.maibot.isolation.query.UsageTotal;

/** The overview counts what its scope holds, at each level. */
@Tag("everyDatabase")
class TenantOverviewTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private void seed() {
        int second = 0;
        for (String[] ids : new String[][] {
            {"acme", "bot", "qq", "g1"},
            {"acme", "bot", "qq", "g2"},
            {"acme", "bot", "discord", "g1"},
            {"acme", "helper", "qq", "g1"},
            {"acme:eu", "bot", "qq", "g1"}
        }) {
            IsolatedQueryManager stream = runtime.queries(ids);
            second++;
            stream.messages().appendAll(List.of(message("1"), message("2", NOON.plusSeconds(second))));
            stream.memories().store("of a chat", "");
            stream.usage().record(new Usage("m", NOON, 10, 1));
        }
        runtime.queries("acme", "bot").memories().store("of the agent", "");
        runtime.queries("acme", "bot", "qq").memories().store("of the platform", "");
        runtime.queries("acme", "bot").usage().record(new Usage("m", NOON, 100, 10));
        runtime.queries("acme", "bot", "qq").usage().record(new Usage("m", NOON, 1_000, 100));
    }

    private TenantOverview overview(String... ids) {
        TenantOverview overview = runtime.queries(ids).tenantOverview();
        assertThat(overview.context()).isEqualTo(TestRuntime.context(List.of(ids)));
        return overview;
    }

    private static TenantOverview counts(
            IsolationContext context, long streams, long messages, long memories, UsageTotal usage, int lastSecond) {
        long agents = context.agentId().isPresent() ? 1 : 2;
        return new TenantOverview(
                context, agents, streams, messages, memories, usage, Optional.of(NOON.plusSeconds(lastSecond)));
    }

    @Test
    void countsWhatItsScopeHolds() {
        seed();
        IsolationContext tenant = IsolationContext.of("acme");
        IsolationContext agent = IsolationContext.of("acme", "bot");
        IsolationContext platform = IsolationContext.of("acme", "bot", "qq");
        IsolationContext stream = IsolationContext.of("acme", "bot", "qq", "g1");

        assertThat(overview("acme")).isEqualTo(counts(tenant, 4, 8, 6, new UsageTotal(6, 1_140, 114), 4));
        assertThat(overview("acme", "bot")).isEqualTo(counts(agent, 3, 6, 5, new UsageTotal(5, 1_130, 113), 3));
        assertThat(overview("acme", "bot", "qq"))
                .isEqualTo(counts(platform, 2, 4, 4, new UsageTotal(3, 1_020, 102), 2));
        assertThat(overview("acme", "bot", "qq", "g1")).isEqualTo(counts(stream, 1, 2, 3, new UsageTotal(1, 10, 1), 1));
    }

    @Test
    void anEmptyScopeHasNothing() {
        seed();

        assertThat(overview("nobody"))
                .isEqualTo(new TenantOverview(
                        IsolationContext.of("nobody"), 0, 0, 0, 0, new UsageTotal(0, 0, 0), Optional.empty()));
    }

    @Test
    void doesNotWaitForAWriter(@TempDir Path directory) throws Exception {
        try (Isolation isolation = Isolation.open("jdbc:sqlite:" + directory.resolve("bot.db"))) {
            IsolatedQueryManager queries =
                    isolation.queries(isolation.createIsolationContext("acme", "bot", "qq", "g1"));
            queries.messages().append(message("1"));

            TenantOverview seen = isolation.system("a writer").dsl().transactionResult(transaction -> {
                transaction.dsl().execute("delete from messages");
                return CompletableFuture.supplyAsync(queries::tenantOverview).get(10, SECONDS);
            });

            assertThat(seen.messages()).isOne();
            assertThat(queries.tenantOverview().messages()).isZero();
        }
    }
}
