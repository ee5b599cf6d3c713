package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.ReplayLog.Line;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;

/**
 * A chat log goes through the processors once, whatever happens to the process. The property {@code isolation.heartflow.kills} says how often it is
 * killed, {@code isolation.heartflow.lines} how long the log is, and {@code isolation.heartflow.log} names a real one, see {@link ReplayLog}.
 */
class ReplayTest {
    private static final int LINES = Integer.getInteger("isolation.heartflow.lines", 2_500);
    private static final int KILLS = Integer.getInteger("isolation.heartflow.kills", 4);
    private static final int KILLS_OF_TWO = Integer.getInteger("isolation.heartflow.kills", 2);

    @TempDir
    Path directory;

    private String file() {
        return "jdbc:sqlite:" + directory.resolve("bot.db");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void everyMessageIsStoredOnceAndInOrder(int workers) throws Exception {
        Run run = new Run(file(), workers, 0, 1);
        assertThat(run.toItsEnd()).isEqualTo("done");
        assertStored(file());
        assertThat(new Run(file(), workers, 0, 1).toItsEnd()).isEqualTo("done");
        assertStored(file());
    }

    @Test
    void nothingIsLostOrTwiceWhenTheProcessIsKilled(TestReporter reporter) throws Exception {
        Random random = new Random(1);
        int atWork = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Run run = new Run(file(), 1 + random.nextInt(16), 0, 1);
            run.awaitReady();
            run.letEnd();
            atWork += run.killAfter(random.nextInt(700)) ? 1 : 0;
        }
        reporter.publishEntry("killed at work", atWork + " of " + KILLS);
        assertThat(new Run(file(), 2, 0, 1).toItsEnd()).isEqualTo("done");
        assertStored(file());
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL", "MARIADB"})
    void twoProcessesShareADatabaseThoughOneOfThemIsKilledAgainAndAgain(TestDatabase kind, TestReporter reporter)
            throws Exception {
        try (FreshDatabase database = kind.fresh()) {
            Random random = new Random(2);
            int atWork = 0;
            try (Isolation isolation = Isolation.open(database.url())) {
                assertThat(isolation.schemaFindings()).isNotNull(); // the schema is there before both begin
            }
            Run steady = new Run(database.url(), 4, 0, 2);
            for (int kill = 0; kill < KILLS_OF_TWO; kill++) {
                Run killed = new Run(database.url(), 4, 1, 2);
                killed.awaitReady();
                killed.letEnd();
                atWork += killed.killAfter(random.nextInt(1_500)) ? 1 : 0;
            }
            reporter.publishEntry("killed at work", kind + ": " + atWork + " of " + KILLS_OF_TWO);
            Run last = new Run(database.url(), 4, 1, 2);
            assertThat(last.toItsEnd()).isEqualTo("done");
            assertThat(steady.toItsEnd()).isEqualTo("done");
            assertStoredByTwo(database.url());
        }
    }

    private static void assertStored(String url) {
        try (Isolation isolation = Isolation.open(url)) {
            assertThat(stored(isolation)).isEqualTo(ReplayLog.of(LINES).replayed());
            assertNothingElse(isolation);
        }
    }

    /** Two processes bring messages of one stream in no order; but each is there once with its reply, and those of one process are in order. */
    private static void assertStoredByTwo(String url) {
        try (Isolation isolation = Isolation.open(url)) {
            Map<IsolationContext, List<Line>> stored = stored(isolation);
            ReplayLog log = ReplayLog.of(LINES);
            assertThat(stored.values().stream().mapToInt(List::size).sum())
                    .isEqualTo(2 * log.messages().size());
            for (int part = 0; part < 2; part++) {
                log.part(part, 2).replayed().forEach((stream, lines) -> {
                    Set<Line> ofThisPart = Set.copyOf(lines);
                    assertThat(stored.getOrDefault(stream, List.of()))
                            .as("%s", stream)
                            .filteredOn(ofThisPart::contains)
                            .isEqualTo(lines);
                });
            }
            stored.forEach(ReplayTest::assertRepliesFollow);
            assertNothingElse(isolation);
        }
    }

    private static void assertRepliesFollow(IsolationContext stream, List<Line> stored) {
        for (int i = 0; i < stored.size(); i += 2) {
            assertThat(stored.get(i + 1).messageId())
                    .isEqualTo(ReplyIds.replyTo(stream, stored.get(i).messageId()));
        }
    }

    private static void assertNothingElse(Isolation isolation) {
        var all = isolation.system("test").dsl();
        assertThat(all.fetchCount(DSL.table("llm_usage")))
                .isEqualTo(ReplayLog.of(LINES).messages().size());
        assertThat(all.fetchCount(DSL.table("heartflow_inbox"))).isZero();
    }

    /** What each stream holds, in its order. */
    private static Map<IsolationContext, List<Line>> stored(Isolation isolation) {
        Map<IsolationContext, List<Line>> streams = new HashMap<>();
        for (var row : isolation
                .system("test")
                .dsl()
                .fetch("select tenant_id, agent_id, platform, chat_stream_id, role, message_id, user_id, text"
                        + " from messages order by sequence")) {
            streams.computeIfAbsent(
                            IsolationContext.of(text(row, 0), text(row, 1), text(row, 2), text(row, 3)),
                            any -> new ArrayList<>())
                    .add(new Line(text(row, 4), text(row, 5), text(row, 6), text(row, 7)));
        }
        return streams;
    }

    private static String text(Record row, int column) {
        return row.get(column, String.class);
    }

    /** A process that replays the log. */
    private static final class Run {
        private final Process process;
        private final BufferedReader output;

        Run(String url, int workers, int part, int parts) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-Dorg.jooq.no-logo=true",
                    "-Dorg.jooq.no-tips=true",
                    "-Disolation.heartflow.log=" + System.getProperty("isolation.heartflow.log", ""),
                    "-cp",
                    System.getProperty("java.class.path"),
                    ReplayProcess.class.getName(),
                    url,
                    "" + LINES,
                    "" + workers,
                    "" + part,
                    "" + parts));
            this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
            this.output = process.inputReader();
        }

        void awaitReady() throws IOException {
            String line = output.readLine();
            while (line != null && !line.equals("ready")) {
                line = output.readLine();
            }
            assertThat(line).isEqualTo("ready");
        }

        /** Ends its input: it need not stay once it is done. */
        void letEnd() throws IOException {
            process.getOutputStream().close();
        }

        /** Kills it after a while; returns false if it was at its end before. */
        boolean killAfter(int millis) throws InterruptedException {
            boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            return !ended;
        }

        /** Waits for its end; returns what it said last. */
        String toItsEnd() throws IOException, InterruptedException {
            letEnd();
            String last = "";
            List<String> all = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                all.add(line);
                last = line;
            }
            assertThat(process.waitFor()).as("%s", all).isZero();
            assertThat(all).noneMatch(line -> line.startsWith("wrong"));
            return last;
        }
    }
}
