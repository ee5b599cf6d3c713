package org.maibot.isolation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.maibot.isolation.query.Message.Role.USER;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");
    private static final Instant LATEST = Instant.ofEpochSecond(9_223_372_036_854L, 775_807_000);
    private static final Instant EARLIEST = Instant.ofEpochSecond(-9_223_372_036_855L, 224_192_000);

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.HostileIds#all")
    void idsAndTextAreKeptAsTheyAre(String id) {
        Message message = new Message(id, id, USER, NOW, id);
        assertThat(List.of(message.messageId(), message.userId(), message.text()))
                .containsOnly(id);
    }

    @Test
    void textMayBeEmptyLongAndOfSeveralLines() {
        for (String text : List.of("", "a\n\tb\r\u0085", "\ud83d\ude00".repeat(100_000))) {
            assertThat(new Message("m", "u", USER, NOW, text).text()).isEqualTo(text);
        }
    }

    @Test
    void anEmptyIdIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Message("", "u", USER, NOW, "hi"))
                .withMessage("messageId has 0 characters; give 1 to 128");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Message("m", "", USER, NOW, "hi"))
                .withMessage("userId has 0 characters; give 1 to 128");
    }

    @Test
    void anIdIsCountedInCodePoints() {
        assertThat(new Message("\ud83d\ude00".repeat(128), "u", USER, NOW, "hi"))
                .isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Message("\ud83d\ude00".repeat(129), "u", USER, NOW, "hi"))
                .withMessage("messageId has 129 characters; give 1 to 128");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret\u0000", "secret\ud83d", "secret\ude00", "secret\ud83dx"})
    void textThatNotEveryDatabaseCanStoreIsRefusedWithoutShowingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Message("m", "u", USER, NOW, text))
                .withMessage(
                        "text holds U+%04X at index 6, which not every database can store; remove it",
                        (int) text.charAt(6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Message(text, "u", USER, NOW, "hi"))
                .withMessageStartingWith("messageId holds U+");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Message("m", text, USER, NOW, "hi"))
                .withMessageStartingWith("userId holds U+");
    }

    @Test
    void timesReachAsFarAs64BitsOfMicroseconds() {
        for (Instant time : List.of(EARLIEST, LATEST, Instant.EPOCH)) {
            assertThat(new Message("m", "u", USER, time, "hi").time()).isEqualTo(time);
        }
        for (Instant time : List.of(EARLIEST.minusNanos(1), LATEST.plusNanos(1), Instant.MIN, Instant.MAX)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Message("m", "u", USER, time, "hi"))
                    .withMessage("time is further from 1970 than 64 bits of microseconds reach");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // callers without null checks exist
    void absentPartsAreNamedByTheException() {
        absent("messageId", () -> new Message(null, "u", USER, NOW, "hi"));
        absent("userId", () -> new Message("m", null, USER, NOW, "hi"));
        absent("role", () -> new Message("m", "u", null, NOW, "hi"));
        absent("time", () -> new Message("m", "u", USER, null, "hi"));
        absent("text", () -> new Message("m", "u", USER, NOW, null));
    }

    private static void absent(String part, Runnable code) {
        assertThatNullPointerException().isThrownBy(code::run).withMessage(part);
    }
}
