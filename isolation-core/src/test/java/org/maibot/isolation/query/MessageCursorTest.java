package org.maibot.isolation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

class MessageCursorTest {
    private static final IsolationContext CHAT = IsolationContext.of("acme", "support", "qq", "g1");

    @Test
    void placesAreEqualWhenTheirPartsAre() {
        assertThat(new MessageCursor(Instant.EPOCH, CHAT, 1))
                .isEqualTo(new MessageCursor(Instant.EPOCH, IsolationContext.parse("acme/support/qq/g1"), 1))
                .isNotEqualTo(new MessageCursor(Instant.EPOCH, CHAT, 2));
    }

    @Test
    void aPlaceIsInOneChatStream() {
        for (String wide : List.of("acme", "acme/support", "acme/support/qq")) {
            assertThatExceptionOfType(IsolationViolationException.class)
                    .isThrownBy(() -> new MessageCursor(Instant.EPOCH, IsolationContext.parse(wide), 1))
                    .withMessageStartingWith("A place in a history needs a context that fixes chat_stream_id")
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(ViolationReason.WRONG_LEVEL));
        }
    }

    @Test
    void aTimeThatCannotBeStoredIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MessageCursor(Instant.MIN, CHAT, 1))
                .withMessage("time is further from 1970 than 64 bits of microseconds reach");
    }

    @Test
    @SuppressWarnings("NullAway") // callers without null checks exist
    void absentPartsAreNamedByTheException() {
        assertThatNullPointerException()
                .isThrownBy(() -> new MessageCursor(null, CHAT, 1))
                .withMessage("time");
        assertThatNullPointerException()
                .isThrownBy(() -> new MessageCursor(Instant.EPOCH, null, 1))
                .withMessage("context");
    }

    @Test
    void levelsOfMemoriesAreThoseOfAgentPlatformAndChatStream() {
        assertThat(List.of(MemoryLevel.values()))
                .extracting(MemoryLevel::dimension)
                .containsExactly(Dimension.AGENT, Dimension.PLATFORM, Dimension.CHAT_STREAM);
    }
}
