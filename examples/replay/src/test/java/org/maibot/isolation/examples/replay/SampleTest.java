package org.maibot.isolation.examples.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.examples.terminal.ChatLog;

class SampleTest {
    private static final int USERS_MESSAGES = 161;
    private static final int REPLIES = 103;

    @TempDir
    Path directory;

    private String url = "";

    @BeforeEach
    void nameADatabase() {
        url = "jdbc:sqlite:" + directory.resolve("bot.db");
    }

    private Run run() {
        return Run.of("--speed", "max", "--think", "1ms", "--db", url);
    }

    private static Map<IsolationContext, List<String>> sample() throws IOException {
        try (ChatLog log = ChatLog.sampleOf(Replay.class)) {
            List<String> lines =
                    new String(log.in().readAllBytes(), UTF_8).lines().toList();
            assertThat(lines).hasSize(200);
            return Stored.expected(lines, "initech");
        }
    }

    @Test
    void everyUsersMessageIsStoredOnceInItsScopeAndInOrder() throws IOException {
        Run run = run();
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        Map<IsolationContext, List<String>> sample = sample();
        assertThat(Stored.ofUsers(url, sample.keySet())).isEqualTo(sample);
        assertThat(Stored.messages(url)).isEqualTo(USERS_MESSAGES + REPLIES);
    }

    @Test
    void idsRepeatAcrossTenantsAndAgents() throws IOException {
        Map<IsolationContext, List<String>> sample = sample();
        assertThat(sample.keySet())
                .contains(
                        IsolationContext.of("acme", "sales", "qq", "1001"),
                        IsolationContext.of("acme", "support", "qq", "1001"),
                        IsolationContext.of("globex", "support", "qq", "1001"));
        assertThat(sample.values())
                .allSatisfy(messages -> assertThat(messages).first().asString().startsWith("m-1 "));
    }

    @Test
    void theSummaryTellsWhatBecameOfTheLinesAndWhatIsStored() {
        assertThat(run().outLines())
                .containsSequence(
                        "Played the sample. Lines: 200, of users: 161, of agents: 36, not ours: 3, bad: 0.",
                        "Lines that are not ours are of agents that this bot does not have; --any-agent serves them.",
                        "Of the users' messages: replied 103, ignored 58, known already 0, failed 0, refused 0, left 0.")
                .endsWith(
                        "stored in  streams  messages",
                        "acme             6       179",
                        "  sales          2        57",
                        "  support        4       122",
                        "globex           3        85",
                        "  support        3        85");
    }

    @Test
    void theLastTableHasEveryMessage() {
        assertThat(run().outLines())
                .containsSequence(
                        "tenant, agent  streams  received  replied  ignored  failed  waiting  under way",
                        "acme                 6       107       72       35       0        0          0",
                        "  sales              2        35       22       13       0        0          0",
                        "  support            4        72       50       22       0        0          0",
                        "globex               3        54       31       23       0        0          0",
                        "  support            3        54       31       23       0        0          0",
                        "all                  9       161      103       58       0        0          0")
                .containsSequence(
                        "busiest chat streams                  messages  under way",
                        "acme / support / qq / 1001                  29          0");
    }

    @Test
    void playedAgainItAddsNothing() throws IOException {
        assertThat(run().exitCode()).isZero();
        Run again = run();
        assertThat(again.exitCode()).isZero();
        assertThat(again.outLines())
                .contains(
                        "Of the users' messages: replied 0, ignored 0, known already 161, failed 0, refused 0, left 0.");
        assertThat(Stored.messages(url)).isEqualTo(USERS_MESSAGES + REPLIES);
        assertThat(Stored.ofUsers(url, sample().keySet())).isEqualTo(sample());
    }

    @Test
    void anyAgentIsServedIfWanted() {
        Run run = Run.of("--speed", "max", "--think", "0s", "--any-agent");
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines())
                .contains("Played the sample. Lines: 200, of users: 164, of agents: 36, not ours: 0, bad: 0.")
                .endsWith("initech          1         3", "  support        1         3");
    }

    @Test
    void theTimesOfRepliesAreThoseOfTheLog() {
        assertThat(run().exitCode()).isZero();
        assertThat(Stored.newest(url, IsolationContext.of("acme")))
                .isBefore(Instant.ofEpochSecond(1760000000).plusSeconds(600));
    }
}
