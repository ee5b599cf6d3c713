package org.maibot.isolation.examples.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.examples.replay.Lines.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadLinesTest {
    @TempDir
    Path directory;

    static Stream<Arguments> badLines() {
        return Stream.of(
                Arguments.of("hello", "it is not JSON"),
                Arguments.of("[1]", "it is not a JSON object"),
                Arguments.of(line("m-1", "a") + " " + line("m-1", "a"), "it is not JSON"),
                Arguments.of(line("m-1", "a").without("user_id"), "user_id is missing"),
                Arguments.of(line("m-1", "a").without("time"), "time is missing"),
                Arguments.of(line("m-1", "a").putNull("text"), "text is not a text"),
                Arguments.of(line("m-1", "a").put("tenant_id", 7), "tenant_id is not a text"),
                Arguments.of(line("m-1", "a").put("time", "noon"), "time is not a number"),
                Arguments.of(line("m-1", "a").put("time", 1e300), "time is out of range"),
                Arguments.of(line("m-1", "a").put("role", "system"), "role is neither"),
                Arguments.of(line("m-1", "a").put("agent_id", ""), "The agent_id is empty"),
                Arguments.of(line("m-1", "a").put("platform", "a\nb"), "control character U+000A"),
                Arguments.of(line("m-1", "a").put("chat_stream_id", "x".repeat(129)), "more than 128 characters"),
                Arguments.of(line("", "a"), "messageId"));
    }

    @ParameterizedTest
    @MethodSource("badLines")
    void aBadLineIsReportedAndTheOthersArePlayed(Object badLine, String reason) throws IOException {
        Run run = Run.of(
                "--speed",
                "max",
                "--think",
                "0s",
                Lines.write(directory, List.of(line("m-1", "hello"), badLine, line("m-2", "thanks"))));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("line 2: ")
                .contains(reason);
        assertThat(run.outLines())
                .contains("Played chat.jsonl. Lines: 3, of users: 2, of agents: 0, not ours: 0, bad: 1.");
    }

    @Test
    void aLineThatIsNotUtf8IsReported() throws IOException {
        Path log = directory.resolve("latin.jsonl");
        Files.writeString(log, line("m-1", "hello") + "\n" + line("m-2", "é") + "\n", ISO_8859_1);
        Run run = Run.of("--speed", "max", log);
        assertThat(run.errLines()).containsExactly("line 2: it is not UTF-8");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void blankLinesAndAByteOrderMarkAreNoErrors() throws IOException {
        Path log = directory.resolve("bom.jsonl");
        Files.writeString(log, "\uFEFF" + line("m-1", "你好") + "\r\n\r\n" + line("m-2", "谢谢"));
        Run run = Run.of("--speed", "max", "--think", "0s", log);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines())
                .contains(
                        "Of the users' messages: replied 2, ignored 0, known already 0, failed 0, refused 0, left 0.");
    }

    @Test
    void membersThatTheFormatDoesNotKnowAreLeftOut() throws IOException {
        Run run = Run.of(
                "--speed",
                "max",
                "--think",
                "0s",
                Lines.write(directory, List.of(line("m-1", "hello").put("mood", "good"))));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines())
                .contains("Played chat.jsonl. Lines: 1, of users: 1, of agents: 0, not ours: 0, bad: 0.");
    }

    @Test
    void anEmptyLogIsNoFailure() throws IOException {
        assertThat(Run.of(Lines.write(directory, List.of())).exitCode()).isZero();
    }
}
