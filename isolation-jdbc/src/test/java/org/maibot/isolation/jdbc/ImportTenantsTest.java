package org.maibot.isolation.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;

/** Lines of tenants that may not have a context are rejected by number, the others are imported. */
class ImportTenantsTest {
    private final RecordedEvents events = new RecordedEvents();

    private Isolation.Builder runtime() {
        return Isolation.builder().jdbcUrl("jdbc:sqlite::memory:").observer(events);
    }

    private static byte[] log(String... tenants) {
        List<LogLine> lines = new ArrayList<>();
        for (String tenant : tenants) {
            lines.add(LogLine.of(lines.size() + 1).with("tenant_id", tenant));
        }
        return LogLine.log(lines).getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1_000})
    void thatAreNotDeclared(int batchSize) {
        try (Isolation isolation = runtime().tenants("acme", "acme:eu").open()) {
            Import done = Import.of(
                    isolation,
                    log("acme", "other", "acme:eu", "ACME", "acme", "other"),
                    importer -> importer.batchSize(batchSize));

            assertThat(done.rejected()).extracting(RejectedLine::number).containsExactly(2L, 4L, 6L);
            assertThat(done.rejected())
                    .extracting(RejectedLine::reason)
                    .allSatisfy(reason -> assertThat(reason).contains("not among the declared"));
            assertThat(done.report().stored()).isEqualTo(3);
            assertThat(done.report().rejected()).isEqualTo(3);
            assertThat(isolation.queries(IsolationContext.of("acme")).messages().count())
                    .isEqualTo(2);
            assertThat(isolation.system("a look").dsl().fetchValue("select count(*) from messages"))
                    .isEqualTo(3);
        }
    }

    @Test
    void thatAreBeyondTheLimit() {
        try (Isolation isolation = runtime().maxTenants(2).open()) {
            Import done = Import.of(isolation, log("a", "b", "c", "a", "d", "b"));

            assertThat(done.rejected()).extracting(RejectedLine::number).containsExactly(3L, 5L);
            assertThat(done.rejected())
                    .extracting(RejectedLine::reason)
                    .allSatisfy(reason -> assertThat(reason).contains("as many as allowed"));
            assertThat(done.report().stored()).isEqualTo(4);
            assertThat(isolation.system("a look").dsl().fetchValue("select count(*) from tenants"))
                    .isEqualTo(2);
        }
    }

    @Test
    void areReportedToTheObserverOncePerTenant() {
        try (Isolation isolation = runtime().tenants("acme").open()) {
            Import.of(isolation, log("x", "acme", "x", "y", "x"));

            assertThat(events.of(IsolationEvent.Refused.class)).hasSize(2);
        }
    }

    @Test
    void badLinesAndRefusedOnesAreToldInTheOrderOfTheLog() {
        try (Isolation isolation = runtime().tenants("acme").open()) {
            String log = new String(log("other"), UTF_8) + "bad\n" + new String(log("acme", "other"), UTF_8) + "bad\n";

            assertThat(Import.of(isolation, log).rejected())
                    .extracting(RejectedLine::number)
                    .containsExactly(1L, 2L, 4L, 5L);
        }
    }
}
