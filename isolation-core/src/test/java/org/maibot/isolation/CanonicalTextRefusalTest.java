package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.INVALID_CONTEXT_TEXT;
import static org.maibot.isolation.ViolationReason.INVALID_ID;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTextRefusalTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%2fb",
                "%c2%a0",
                "%C2%a0", // lower-case hexadecimal digits
                "%61",
                "a%3Ab",
                "%C3%A9",
                "%F0%9F%98%80", // needless escapes
                "a b",
                "\u00a0",
                "a\u2028",
                "\u061c",
                "a\ufe0f",
                "\udb40\udc41", // escapes left out
                "%",
                "a%",
                "%2",
                "a%2",
                "%/2F",
                "%%",
                "%zz",
                "% 2",
                "%+2",
                "%-1",
                "%\uff12\uff10", // no escapes
                "%C2",
                "%A0",
                "%C2/%A0",
                "%E2%80",
                "%FF",
                "%C0%AF",
                "%C0%A0",
                "%ED%A0%80",
                "%F4%90%80%80", // no UTF-8
                "%00",
                "%0A",
                "%C2%85",
                "a\ud83d",
                "\ude00a" // no ids
            })
    void textThatIsNotCanonicalIsRefused(String text) {
        refusal(() -> IsolationContext.parse(text), INVALID_CONTEXT_TEXT);
        refusal(() -> IsolationContext.parse("t/" + text), INVALID_CONTEXT_TEXT);
        refusal(() -> IsolationContext.parse(text + "/x"), INVALID_CONTEXT_TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/a", "a/b/c/d/e", "a/b/c/d/", "a/b/c/d/e/f", "//////"})
    void textWithTooManyPartsOrAnEmptyFirstPartIsRefused(String text) {
        refusal(() -> IsolationContext.parse(text), INVALID_CONTEXT_TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/", "a//b", "a/b/", "a/b//c", "a/b/c/", "\n", "a/\u0000", "a\u0085"})
    void textWithAnEmptyPartOrAControlCharacterIsRefused(String text) {
        refusal(() -> IsolationContext.parse(text), INVALID_ID);
    }

    @Test
    void aPartThatIsTooLongIsRefused() {
        refusal(() -> IsolationContext.parse("x".repeat(129)), INVALID_ID);
        refusal(() -> IsolationContext.parse("a/" + "%20".repeat(129)), INVALID_ID);
        assertThat(IsolationContext.parse("a/" + "%20".repeat(128)).agentId()).contains(" ".repeat(128));
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.HostileIds#illegal")
    void illegalIdsAreRefused(String id) {
        assertThat(catchThrowableOfType(IsolationViolationException.class, () -> IsolationContext.parse(id)))
                .isNotNull();
        assertThat(catchThrowableOfType(IsolationViolationException.class, () -> IsolationContext.parse("t/" + id)))
                .isNotNull();
    }

    @Test
    void textThatIsAcceptedIsTheTextThatIsWritten() {
        Random random = new Random(42);
        String alphabet = "a/%25FfcC2Aa0E8 \u00e9\ud83d\ude00";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            acceptsOnlyWhatItWrites(text.toString());
        }
    }

    private static void acceptsOnlyWhatItWrites(String text) {
        try {
            assertThat(IsolationContext.parse(text).canonical()).isEqualTo(text);
        } catch (IsolationViolationException refusal) {
            assertThat(refusal.reason()).isIn(INVALID_CONTEXT_TEXT, INVALID_ID);
        }
    }
}
