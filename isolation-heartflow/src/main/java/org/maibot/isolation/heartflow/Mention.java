package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Somebody whom a message calls.
 *
 * @param userId the platform's id of the user or the bot; empty if everybody is called
 */
public record Mention(Optional<String> userId) {
    /** Checks that nothing is null. */
    public Mention {
        requireNonNull(userId, "userId");
    }

    /** The mention of a user or a bot. */
    public static Mention of(String userId) {
        return new Mention(Optional.of(userId));
    }

    /** The mention of everybody. */
    public static Mention everyone() {
        return new Mention(Optional.empty());
    }
}
