package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.HostileIds;
import org.maibot.isolation.query.StoredMessage;

/** A bad line is rejected with its number and what is wrong, at once, and the lines around it are imported. */
class BadLogLinesTest {
    private static final LogLine GOOD = LogLine.of(2);

    @AutoClose
    private static final TestRuntime RUNTIME = new TestRuntime();

    @BeforeEach
    void empty() {
        RUNTIME.system().execute("delete from messages");
    }

    static List<Arguments> badLines() {
        List<Arguments> lines = new ArrayList<>(List.of(
                bad("not JSON", "hello", "not JSON"),
                bad("cut off", GOOD.json().substring(0, 40), "not JSON"),
                bad("single quotes", GOOD.json().replace('"', '\''), "not JSON"),
                bad("a comma too many", GOOD.json().replace("}", ",}"), "not JSON"),
                bad("two objects", GOOD.json() + GOOD.json(), "not JSON"),
                bad("something after the object", GOOD.json() + " x", "not JSON"),
                bad("a comment", GOOD.json() + " // x", "not JSON"),
                bad("a member twice", GOOD.json().replace("{", "{\"text\":\"x\","), "not JSON"),
                bad("deep nesting", "[".repeat(100_000), "not JSON"),
                bad("an array", "[" + GOOD.json() + "]", "not a JSON object"),
                bad("a string", "\"hello\"", "not a JSON object"),
                bad("null", "null", "not a JSON object"),
                bad("an empty object", "{}", "is missing"),
                bad("an extra member", GOOD.with("extra", 1).json(), "does not know: extra"),
                bad("a member of other case", GOOD.with("Text", "x").json(), "does not know: Text"),
                bad("a role unknown", GOOD.with("role", "system").json(), "role"),
                bad("a role of other case", GOOD.with("role", "User").json(), "role"),
                bad("no message id", GOOD.with("message_id", "").json(), "messageId"),
                bad(
                        "a long message id",
                        GOOD.with("message_id", "x".repeat(129)).json(),
                        "messageId"),
                bad("a long user id", GOOD.with("user_id", "x".repeat(129)).json(), "userId"),
                bad("text with U+0000", GOOD.with("text", "a\u0000b").json(), "U+0000"),
                bad("text with half a pair", GOOD.withRaw("text", "\"\\ud83d\""), "U+D83D"),
                bad("message id with half a pair", GOOD.withRaw("message_id", "\"\\ude00\""), "U+DE00")));
        GOOD.members().keySet().forEach(member -> {
            lines.add(bad(member + " missing", GOOD.without(member).json(), member + " is missing"));
            for (String value : List.of("null", "true", "[]", "{}", member.equals("time") ? "\"1\"" : "1")) {
                lines.add(bad(member + " is " + value, GOOD.withRaw(member, value), member + " is not a"));
            }
        });
        for (String time : List.of("NaN", "Infinity", "-Infinity", "0x10", "1,5", "01", "+1", ".5")) {
            lines.add(bad("time is " + time, GOOD.withRaw("time", time), "not JSON"));
        }
        for (String time : List.of(
                "9223372036854.775808",
                "-9223372036854.775809",
                "1e13",
                "-1e13",
                "1e20",
                "1e400",
                "1e2147483647",
                "12345678901e2147483640",
                "9".repeat(900))) {
            lines.add(bad("time is " + time, GOOD.withRaw("time", time), "too far from 1970"));
        }
        for (String time : List.of("1e2147483648", "1e99999999999", "1e-99999999999")) {
            lines.add(bad("time is " + time, GOOD.withRaw("time", time), "out of range"));
        }
        for (String time : List.of("1e-30000000", "-1e-2147483647")) {
            lines.add(bad("time is " + time, GOOD.withRaw("time", time), "decimals"));
        }
        for (String dimension : List.of("tenant_id", "agent_id", "platform", "chat_stream_id")) {
            HostileIds.illegal().forEach(id -> {
                String described = dimension + " is illegal: "
                        + id.chars().limit(5).boxed().toList();
                lines.add(bad(described, GOOD.with(dimension, id).json(), "The " + dimension));
            });
        }
        return lines;
    }

    private static Arguments bad(String what, String line, String reason) {
        return Arguments.of(Named.of(what.substring(0, Math.min(80, what.length())), line), reason);
    }

    @ParameterizedTest
    @MethodSource("badLines")
    void areRejectedByNumber(String line, String reason) {
        String log = LogLine.of(1).json() + "\n" + line + "\n" + LogLine.of(3).json() + "\n";

        Import done =
                Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Import.of(RUNTIME.isolation(), log));

        assertThat(done.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.number()).isEqualTo(2);
            assertThat(rejected.reason()).contains(reason).hasSizeLessThan(500).doesNotContain("\n");
        });
        assertThat(done.report().stored()).isEqualTo(2);
        assertThat(done.report().rejected()).isOne();
        assertThat(RUNTIME.queries("acme").messages().history(10).messages())
                .extracting(StoredMessage::messageId)
                .containsExactly("m-1", "m-3");
    }

    @Test
    void aReasonIsOneShortLineWhateverTheLogHolds() {
        String member = "\\n\\u001b[31m" + "x".repeat(10_000);

        Import done = Import.of(RUNTIME.isolation(), "{\"" + member + "\": 1}");

        assertThat(done.rejected())
                .singleElement()
                .satisfies(rejected ->
                        assertThat(rejected.reason()).hasSizeLessThan(500).doesNotContain("\n", "\u001b"));
    }

    @Test
    void aLogOfBadLinesAloneStoresNothing() {
        DatabaseDump before = DatabaseDump.of(RUNTIME.system());

        Import done = Import.of(RUNTIME.isolation(), "a\nb\nc");

        assertThat(done.rejected()).extracting(RejectedLine::number).containsExactly(1L, 2L, 3L);
        assertThat(done.report()).isEqualTo(new ImportReport(5, 0, 0, 3));
        assertThat(done.batches()).isEmpty();
        assertThat(DatabaseDump.of(RUNTIME.system())).isEqualTo(before);
    }
}
