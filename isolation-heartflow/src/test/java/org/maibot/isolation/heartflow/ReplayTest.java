package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;

/**
 * A chat log goes through the processors once, whatever happens to the process. The property {@code isolation.heartflow.kills} says how often it is killed.
 */
class ReplayTest {
    private static final int LINES = Integer.getInteger("isolation.heartflow.lines", 4_000);
    private static final int KILLS = Integer.getInteger("isolation.heartflow.kills", 4);

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
    void nothingIsLostOrTwiceWhenTheProcessIsKilled() throws Exception {
        Random random = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            Run run = new Run(file(), 1 + random.nextInt(16), 0, 1);
            run.awaitReady();
            run.killAfter(random.nextInt(700));
        }
        assertThat(new Run(file(), 2, 0, 1).toItsEnd()).isEqualTo("done");
        assertStored(file());
    }

    @Test
    void twoProcessesShareADatabaseThoughOneOfThemIsKilledAgainAndAgain() throws Exception {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh()) {
            Random random = new Random(2);
            try (Isolation isolation = Isolation.open(database.url())) {
                assertThat(isolation.schemaFindings()).isNotNull(); // the schema is there before both begin
            }
            Run steady = new Run(database.url(), 4, 0, 2);
            for (int kill = 0; kill < KILLS; kill++) {
                Run killed = new Run(database.url(), 4, 1, 2);
                killed.awaitReady();
                killed.killAfter(random.nextInt(1_500));
            }
            Run last = new Run(database.url(), 4, 1, 2);
            assertThat(steady.toItsEnd()).isEqualTo("done");
            assertThat(last.toItsEnd()).isEqualTo("done");
            assertStoredOnce(database.url());
        }
    }

    private static void assertStored(String url) {
        try (Isolation isolation = Isolation.open(url)) {
            Map<IsolationContext, List<String>> expected = ReplayLog.of(LINES).byStream();
            expected.forEach((stream, texts) -> {
                assertThat(texts(isolation, stream, "user")).isEqualTo(texts);
                assertThat(texts(isolation, stream, "agent"))
                        .isEqualTo(texts.stream().map(text -> "echo " + text).toList());
            });
            assertNothingElse(isolation);
        }
    }

    /** Two processes bring messages of one stream in no order; but each is there once, and those of one process are in order. */
    private static void assertStoredOnce(String url) {
        try (Isolation isolation = Isolation.open(url)) {
            ReplayLog.of(LINES).byStream().forEach((stream, texts) -> {
                List<String> stored = texts(isolation, stream, "user");
                assertThat(stored).containsExactlyInAnyOrderElementsOf(texts);
                assertThat(texts(isolation, stream, "agent"))
                        .isEqualTo(stored.stream().map(text -> "echo " + text).toList());
            });
            assertNothingElse(isolation);
        }
    }

    private static void assertNothingElse(Isolation isolation) {
        var all = isolation.system("test").dsl();
        assertThat(all.fetchCount(DSL.table("messages"))).isEqualTo(2 * LINES);
        assertThat(all.fetchCount(DSL.table("heartflow_inbox"))).isZero();
    }

    private static List<String> texts(Isolation isolation, IsolationContext stream, String role) {
        return isolation
                .dsl(stream)
                .select(DSL.field("text", String.class))
                .from("messages")
                .where(DSL.field("role", String.class).eq(role))
                .orderBy(DSL.field("sequence"))
                .fetchInto(String.class);
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

        /** Kills it after a while, unless it ends before. */
        void killAfter(int millis) throws InterruptedException {
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
        }

        /** Waits for its end; returns what it said last. */
        String toItsEnd() throws IOException, InterruptedException {
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
