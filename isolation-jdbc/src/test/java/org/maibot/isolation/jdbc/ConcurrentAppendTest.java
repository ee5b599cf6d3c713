package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.jdbc.Samples.message;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.MessageQueries;
import org.maibot.isolation.query.StoredMessage;

/** Many threads append at the same time: nothing is lost, and nothing is twice. */
class ConcurrentAppendTest {
    private static final int THREADS = 16;
    private static final int EACH = 12;

    @TempDir
    private Path directory;

    private Isolation open(String kind) {
        return Isolation.open(
                kind.equals("file") ? "jdbc:sqlite:" + directory.resolve("bot.db") : "jdbc:sqlite::memory:");
    }

    private static IsolatedQueryManager stream(Isolation isolation, int number) {
        return isolation.queries(isolation.createIsolationContext("acme", "bot", "qq", "g" + number));
    }

    /** Every thread appends its own messages, and one that all append. */
    private static void append(List<Isolation> runtimes, int streams) throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String name = "t" + thread + "-";
            Isolation isolation = runtimes.get(thread % runtimes.size());
            int number = thread % streams;
            tasks.add(() -> {
                MessageQueries messages = stream(isolation, number).messages();
                int stored = 0;
                for (int i = 0; i < EACH; i++) {
                    stored += messages.append(message(name + i)) ? 1 : 0;
                }
                return stored + messages.appendAll(List.of(message(name + "last"), message("common")));
            });
        }

        int stored =
                Concurrently.call(tasks).stream().mapToInt(Integer::intValue).sum();

        assertThat(stored).isEqualTo(THREADS * (EACH + 1) + streams);
    }

    private static void assertNothingIsLost(Isolation isolation, int streams) {
        int expected = THREADS / streams * (EACH + 1) + 1;
        for (int number = 0; number < streams; number++) {
            List<StoredMessage> history =
                    stream(isolation, number).messages().history(10_000).messages();
            assertThat(history).hasSize(expected);
            assertThat(history).extracting(StoredMessage::messageId).doesNotHaveDuplicates();
            assertThat(history).extracting(StoredMessage::sequence).isSorted().doesNotHaveDuplicates();
            for (int thread = number; thread < THREADS; thread += streams) {
                String name = "t" + thread + "-";
                assertThat(history)
                        .extracting(StoredMessage::messageId)
                        .filteredOn(id -> id.startsWith(name))
                        .containsExactlyElementsOf(inOrder(name));
            }
        }
    }

    private static List<String> inOrder(String name) {
        List<String> ids =
                new ArrayList<>(IntStream.range(0, EACH).mapToObj(i -> name + i).toList());
        ids.add(name + "last");
        return ids;
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "memory"})
    void toOneStream(String kind) throws Exception {
        try (Isolation isolation = open(kind)) {
            append(List.of(isolation), 1);
            assertNothingIsLost(isolation, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "memory"})
    void toSeveralStreams(String kind) throws Exception {
        try (Isolation isolation = open(kind)) {
            append(List.of(isolation), 8);
            assertNothingIsLost(isolation, 8);
        }
    }

    @Test
    void byTwoRuntimesOnOneFile() throws Exception {
        try (Isolation one = open("file");
                Isolation other = open("file")) {
            append(List.of(one, other), 1);
            assertNothingIsLost(one, 1);
        }
    }
}
