package org.maibot.isolation.examples.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    private final Printable printable = new Printable(UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"acme:eu", "o'neil \"& sons\"", "猫猫咖啡", "Chloé 🙏", "100 %", "@|bold x|@"})
    void whatCanBeSeenStaysAsItIs(String text) {
        assertThat(printable.of(text)).isEqualTo(text);
    }

    @Test
    void whatCannotBeSeenIsEscaped() {
        assertThat(printable.of("a\u001b[31m\u200bb\u00a0\u2028\ud800"))
                .isEqualTo("a\\u{1B}[31m\\u{200B}b\\u{A0}\\u{2028}\\u{D800}");
    }

    @Test
    void anEscapeInTheTextDiffersFromAnEscape() {
        assertThat(printable.of("\\u{1B}")).isEqualTo("\\\\u{1B}").isNotEqualTo(printable.of("\u001b"));
    }

    @Test
    void rightToLeftTextEndsWhereItEnds() {
        assertThat(printable.of("שלום")).isEqualTo("שלום\u200e");
    }

    @Test
    void longTextKeepsItsBeginningAndItsEnd() {
        assertThat(printable.bounded("tenant-with-a-long-name-1", 11)).isEqualTo("tena...me-1");
        assertThat(printable.bounded("tenant-1", 8)).isEqualTo("tenant-1");
    }

    @Test
    void hugeTextIsBounded() {
        assertThat(printable.of("x".repeat(1_000_000))).hasSizeLessThan(2000);
    }

    @ParameterizedTest
    @CsvSource({"acme,4", "猫猫咖啡,8", "שלום,4", "e\u0301,1", "🐱,2", "ｆｕｌｌ,8", "한글,4", "コーヒー,8"})
    void theWidthIsThatOfATerminal(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
    }
}
