package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAMS;
import static org.maibot.isolation.jdbc.CanonicalSchema.NAME;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.MessageQueries;

/** Transactions of a scope are atomic, one after the other, and may read before they write. */
class TransactionsTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "bot", "qq", "g1");
    private static final int THREADS = 8;
    private static final int EACH = 10;

    @TempDir
    private Path directory;

    private Isolation open(String kind) {
        Isolation isolation =
                Isolation.open(kind.equals("file") ? "jdbc:sqlite:" + directory.resolve("bot.db") : "jdbc:sqlite:");
        isolation.queries(STREAM).chatStreams().getOrCreate("0");
        return isolation;
    }

    private static int increment(DSLContext dsl) {
        return dsl.transactionResult(transaction -> {
            int before = Integer.parseInt(
                    transaction.dsl().select(NAME).from(CHAT_STREAMS).fetchSingle(NAME));
            transaction
                    .dsl()
                    .update(CHAT_STREAMS)
                    .set(NAME, Integer.toString(before + 1))
                    .execute();
            return before + 1;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "memory"})
    void noUpdateIsLost(String kind) throws Exception {
        try (Isolation isolation = open(kind)) {
            Callable<Integer> increments = () -> {
                int last = 0;
                for (int i = 0; i < EACH; i++) {
                    last = increment(isolation.dsl(STREAM));
                }
                return last;
            };

            assertThat(Concurrently.call(Collections.nCopies(THREADS, increments)))
                    .doesNotHaveDuplicates()
                    .contains(THREADS * EACH);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "memory"})
    void whatFailsIsUndone(String kind) {
        try (Isolation isolation = open(kind)) {
            assertThatThrownBy(() -> isolation.dsl(STREAM).transaction(transaction -> {
                        increment(transaction.dsl());
                        throw new IllegalStateException("on purpose");
                    }))
                    .hasMessage("on purpose");

            assertThat(isolation.queries(STREAM).chatStreams().find().flatMap(stream -> stream.name()))
                    .contains("0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "memory"})
    void readersSeeAllOfABatchOrNothing(String kind) throws Exception {
        try (Isolation isolation = open(kind)) {
            AtomicBoolean done = new AtomicBoolean();
            List<Callable<Long>> tasks = new ArrayList<>();
            tasks.add(() -> {
                appendBatches(isolation.queries(STREAM).messages());
                done.set(true);
                return 300L;
            });
            tasks.addAll(Collections.nCopies(
                    4, () -> countUntil(done, isolation.queries(STREAM).messages())));

            assertThat(Concurrently.call(tasks)).containsOnly(300L);
        }
    }

    private static void appendBatches(MessageQueries messages) {
        for (int batch = 0; batch < 30; batch++) {
            String name = "b" + batch + "-";
            messages.appendAll(IntStream.range(0, 10)
                    .mapToObj(i -> Samples.message(name + i))
                    .toList());
        }
    }

    private static long countUntil(AtomicBoolean done, MessageQueries messages) {
        long seen = 0;
        while (!done.get()) {
            long count = messages.count();
            assertThat(count).isGreaterThanOrEqualTo(seen).matches(n -> n % 10 == 0, "whole batches");
            seen = count;
        }
        return messages.count();
    }
}
