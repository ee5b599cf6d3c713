package org.maibot.isolation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void tokensReachFromZeroToATrillion() {
        Usage usage = new Usage("model", NOW, 0, 1_000_000_000_000L);
        assertThat(usage.promptTokens()).isZero();
        assertThat(usage.completionTokens()).isEqualTo(1_000_000_000_000L);
    }

    @Test
    void negativeAndImpossibleTokensAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Usage("model", NOW, -1, 0))
                .withMessage("promptTokens is -1; give 0 to 1000000000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Usage("model", NOW, 0, Long.MAX_VALUE))
                .withMessage("completionTokens is 9223372036854775807; give 0 to 1000000000000");
    }

    @Test
    void theModelHasOneTo128Characters() {
        assertThat(new Usage("m".repeat(128), NOW, 1, 1).model()).hasSize(128);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Usage("", NOW, 1, 1))
                .withMessage("model has 0 characters; give 1 to 128");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Usage("m".repeat(129), NOW, 1, 1))
                .withMessage("model has 129 characters; give 1 to 128");
    }

    @Test
    void aModelOrTimeThatCannotBeStoredIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Usage("m\u0000", NOW, 1, 1))
                .withMessage("model holds U+0000 at index 1, which not every database can store; remove it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Usage("model", Instant.MAX, 1, 1))
                .withMessageStartingWith("time is further from 1970");
    }

    @Test
    @SuppressWarnings("NullAway") // callers without null checks exist
    void absentPartsAreNamedByTheException() {
        assertThatNullPointerException()
                .isThrownBy(() -> new Usage(null, NOW, 1, 1))
                .withMessage("model");
        assertThatNullPointerException()
                .isThrownBy(() -> new Usage("model", null, 1, 1))
                .withMessage("time");
    }
}
