package org.maibot.isolation.examples.quickstart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

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
    private static final LogLine GOOD = LogLine.of("acme", "m-1");
    private static final LogLine ALSO_GOOD = LogLine.of("acme", "m-2");

    @TempDir
    Path directory;

    static Stream<Arguments> badLines() {
        return Stream.of(
                Arguments.of("hello", "it is not JSON"),
                Arguments.of("[1]", "it is not a JSON object"),
                Arguments.of(GOOD + " " + GOOD, "it is not JSON"),
                Arguments.of(GOOD.json().without("user_id"), "user_id is missing"),
                Arguments.of(GOOD.json().without("time"), "time is missing"),
                Arguments.of(GOOD.json().putNull("text"), "text is not a text"),
                Arguments.of(GOOD.json().put("tenant_id", 7), "tenant_id is not a text"),
                Arguments.of(GOOD.json().put("time", "noon"), "time is not a number"),
                Arguments.of(GOOD.json().put("role", "system"), "role is neither"),
                Arguments.of(GOOD.json().put("agent_id", ""), "The agent_id is empty"),
                Arguments.of(GOOD.json().put("platform", "a\nb"), "control character U+000A"),
                Arguments.of(GOOD.json().put("chat_stream_id", "x".repeat(129)), "more than 128 characters"),
                Arguments.of(GOOD.json().put("mood", "good"), "a member that the format does not know: mood"),
                Arguments.of(GOOD.toString().replace("{", "{\"role\":\"agent\","), "Duplicate field 'role'"));
    }

    @ParameterizedTest
    @MethodSource("badLines")
    void aBadLineIsReportedAndTheOthersAreImported(Object badLine, String reason) throws IOException {
        Run run = Run.of("--json", LogLine.write(directory, List.of(GOOD, badLine, ALSO_GOOD)));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .startsWith("line 2: ")
                .contains(reason);
        assertThat(run.json().get("messages").longValue()).isEqualTo(2);
    }

    @Test
    void aLineThatIsNotUtf8IsReported() throws IOException {
        Path log = directory.resolve("latin.jsonl");
        Files.writeString(log, GOOD + "\n" + ALSO_GOOD.toString().replace("hello", "é"), ISO_8859_1);
        Run run = Run.of("--json", log);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errLines()).containsExactly("line 2: it is not UTF-8");
        assertThat(run.json().get("messages").longValue()).isEqualTo(1);
    }

    @Test
    void everyBadLineIsReportedByItsNumber() throws IOException {
        Run run = Run.of(LogLine.write(directory, List.of("?", GOOD, "", "?", ALSO_GOOD, "?")));
        assertThat(run.errLines()).map(line -> line.substring(0, 7)).containsExactly("line 1:", "line 4:", "line 6:");
        assertThat(run.outLines()).startsWith("Imported chat.jsonl. New messages: 2, already there: 0, bad lines: 3.");
    }

    @Test
    void whatABadLineHoldsDoesNotSteerTheTerminal() throws IOException {
        Run run = Run.of(LogLine.write(directory, List.of(GOOD.json().put("\u001b[2J\n", "x"))));
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .doesNotContain("\u001b")
                .endsWith(" [2J ");
    }
}
