package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.Samples.message;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.MessageQueries;

/** Drivers that make one statement of a batch, if they are told to, do not say which of its rows were inserted. */
class UncountedBatchesTest {
    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL_13,reWriteBatchedInserts=true",
        "POSTGRESQL_18,reWriteBatchedInserts=true",
        "MYSQL,rewriteBatchedStatements=true",
        "MYSQL,useAffectedRows=true",
        "MARIADB,useBulkStmts=true"
    })
    void whatIsStoredIsCountedAllTheSame(TestDatabase kind, String setting) {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation = Isolation.builder()
                        .jdbcUrl(database.url() + "&" + setting)
                        .observer(event -> {})
                        .open();
                MessageInbox inbox = isolation.inbox(java.time.Duration.ofMinutes(1))) {
            IsolationContext stream = IsolationContext.of("acme", "bot", "qq", "g1");
            MessageQueries messages = isolation.queries(stream).messages();
            messages.appendAll(List.of(message("m-1"), message("m-3")));

            int stored = messages.appendAll(
                    IntStream.range(0, 10).mapToObj(i -> message("m-" + i)).toList());

            assertThat(stored).isEqualTo(8);
            assertThat(messages.count()).isEqualTo(10);
            inbox.accept(List.of(
                    InboxNode.arrival(stream, "m-1"),
                    InboxNode.arrival(stream, "a"),
                    InboxNode.arrival(stream, "b"),
                    InboxNode.arrival(stream, "c")));
            assertThat(inbox.complete(inbox.entries(stream, 0, 10).stream()
                            .map(InboxNode::completion)
                            .toList()))
                    .containsExactly(true, true, true);
            assertThat(messages.count()).isEqualTo(16);
        }
    }
}
