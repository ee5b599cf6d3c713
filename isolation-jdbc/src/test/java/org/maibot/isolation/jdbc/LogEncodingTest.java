package org.maibot.isolation.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.query.StoredMessage;

/** A chat log is UTF-8 with line ends of any platform, read to its last byte. */
class LogEncodingTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private List<String> texts() {
        return runtime.queries("acme").messages().history(100).messages().stream()
                .map(StoredMessage::text)
                .toList();
    }

    private Import imported(String log) {
        Import done = Import.of(runtime.isolation(), log);
        assertThat(done.report().bytesRead()).isEqualTo(log.getBytes(UTF_8).length);
        return done;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\n\n", "\r\n\r\n", "\n \t\n", " \n "})
    void linesEndAsOnAnyPlatformAndEmptyOnesAreSkipped(String end) {
        String log = LogLine.of(1).json() + end + LogLine.of(2).json() + end;

        assertThat(imported(log).rejected()).isEmpty();

        assertThat(texts()).containsExactly("text 1", "text 2");
    }

    @Test
    void emptyLinesCount() {
        String log = "\n" + LogLine.of(1).json() + "\r\n\r\nbad\n\nbad";

        assertThat(imported(log).rejected()).extracting(RejectedLine::number).containsExactly(4L, 6L);
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertThat(imported(LogLine.of(1).json() + "\n" + LogLine.of(2).json())
                        .report()
                        .stored())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\uFEFF", "\uFEFF\n\n"})
    void anEmptyLogIsFine(String log) {
        Import done = imported(log);

        assertThat(done.rejected()).isEmpty();
        assertThat(done.batches()).isEmpty();
        assertThat(done.report().stored()).isZero();
    }

    @Test
    void aByteOrderMarkIsSkippedAtTheBeginningOnly() {
        String log =
                "\uFEFF" + LogLine.of(1).json() + "\n\uFEFF" + LogLine.of(2).json() + "\n";

        assertThat(imported(log).rejected()).extracting(RejectedLine::number).containsExactly(2L);

        assertThat(texts()).containsExactly("text 1");
    }

    @Test
    void textIsReadAsUtf8HoweverItIsEscaped() {
        String log = LogLine.of(1).withRaw("text", "\"你好😀\u2028\"") + "\n"
                + LogLine.of(2).withRaw("text", "\"\\u4f60\\u597d\\ud83d\\ude00\\u2028\"");

        assertThat(imported(log).rejected()).isEmpty();

        assertThat(texts()).containsExactly("你好😀\u2028", "你好😀\u2028");
    }

    static List<Named<byte[]>> bytesThatAreNotUtf8() {
        String line = LogLine.of(2).with("text", "é你😀").json();
        return List.of(
                Named.of("Latin-1", LogLine.of(2).with("text", "é").json().getBytes(ISO_8859_1)),
                Named.of("UTF-16", line.replace("\n", "").getBytes(UTF_16LE)),
                Named.of("cut off in a character", cut(line)),
                Named.of("an overlong slash", bytes(0xC0, 0xAF)),
                Named.of("a surrogate", bytes(0xED, 0xA0, 0xBD)),
                Named.of("beyond Unicode", bytes(0xF4, 0x90, 0x80, 0x80)),
                Named.of("a lone continuation", bytes(0x80)),
                Named.of("a byte that is never used", bytes(0xFF)));
    }

    private static byte[] cut(String line) {
        byte[] bytes = line.getBytes(UTF_8);
        int end = line.substring(0, line.indexOf("😀") + 2).getBytes(UTF_8).length - 1;
        return Arrays.copyOf(bytes, end);
    }

    /** A line whose text is these bytes. */
    private static byte[] bytes(int... values) {
        StringBuilder text = new StringBuilder();
        for (int value : values) {
            text.append((char) value);
        }
        return LogLine.of(2).with("text", text.toString()).json().getBytes(ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("bytesThatAreNotUtf8")
    void whatIsNotUtf8IsRejectedByNumber(byte[] line) {
        byte[] log = (LogLine.of(1).json() + "\n" + new String(line, ISO_8859_1) + "\n"
                        + LogLine.of(3).json())
                .getBytes(ISO_8859_1);

        Import done = Import.of(runtime.isolation(), log);

        assertThat(done.rejected()).extracting(RejectedLine::number).containsExactly(2L);
        assertThat(texts()).containsExactly("text 1", "text 3");
        assertThat(done.report().bytesRead()).isEqualTo(log.length);
    }
}
