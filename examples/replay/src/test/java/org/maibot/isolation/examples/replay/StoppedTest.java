package org.maibot.isolation.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.examples.replay.Lines.line;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.IsolationContext;

class StoppedTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "support", "qq", "1001");
    private static final String ALL_IN = "received 10, replied 0, ignored 0, failed 0, waiting 9, under way 1;";

    private final List<?> lines =
            IntStream.rangeClosed(1, 10).mapToObj(i -> line("m-" + i, "hello")).toList();

    @TempDir
    Path directory;

    private String url = "";

    @BeforeEach
    void nameADatabase() {
        url = "jdbc:sqlite:" + directory.resolve("bot.db");
    }

    @Test
    void whatIsLeftIsReported() throws IOException {
        Run run = Run.stoppedAt(
                ALL_IN,
                "--speed=max",
                "--think=1m",
                "--drain=0s",
                "--screen=plain",
                "--db",
                url,
                Lines.write(directory, lines));
        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.outLines())
                .containsSequence(
                        "Stopped playing chat.jsonl. Lines: 10, of users: 10, of agents: 0, not ours: 0, bad: 0.",
                        "Of the users' messages: replied 0, ignored 0, known already 0, failed 0, refused 0, left 10.",
                        "Left: 9 that waited, 1 that were interrupted. They are in the database: start again with the same"
                                + " --db.",
                        "  acme / support / qq / 1001: m-1",
                        "  acme / support / qq / 1001: m-2")
                .contains("  and 5 more");
        assertThat(Stored.messages(url)).isZero();
    }

    @Test
    void startedAgainItGoesOnAndStoresNothingTwice() throws IOException {
        Path log = Lines.write(directory, lines);
        Run.stoppedAt(ALL_IN, "--speed=max", "--think=1m", "--drain=0s", "--screen=plain", "--db", url, log);
        Run again = Run.of("--speed=max", "--think=0s", "--db", url, log);
        assertThat(again.exitCode()).isZero();
        assertThat(again.outLines()).contains("Besides, 10 messages that an earlier start had left were handled.");
        assertThat(Stored.ofUsers(url, List.of(STREAM)))
                .isEqualTo(Map.of(
                        STREAM,
                        IntStream.rangeClosed(1, 10)
                                .mapToObj(i -> "m-" + i + " hello")
                                .toList()));
        assertThat(Stored.messages(url)).isEqualTo(20);
    }

    @Test
    void itStopsWhileItWaitsForTheNextLine() throws IOException {
        List<?> slow = List.of(line("m-1", "hello"), line("m-2", "hello").put("time", 1800000000));
        Run run = Run.stoppedAt(
                "replied 1,", "--speed=1", "--think=0s", "--screen=plain", "--db", url, Lines.write(directory, slow));
        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.outLines())
                .contains("Stopped playing chat.jsonl. Lines: 1, of users: 1, of agents: 0, not ours: 0, bad: 0.")
                .contains(
                        "Of the users' messages: replied 1, ignored 0, known already 0, failed 0, refused 0, left 0.");
    }

    @Test
    void withoutADatabaseItSaysThatTheRestIsLost() throws IOException {
        Run run = Run.stoppedAt(
                ALL_IN, "--speed=max", "--think=1m", "--drain=0s", "--screen=plain", Lines.write(directory, lines));
        assertThat(run.outLines())
                .contains(
                        "Left: 9 that waited, 1 that were interrupted. They are lost; a database of --db keeps them.");
    }
}
