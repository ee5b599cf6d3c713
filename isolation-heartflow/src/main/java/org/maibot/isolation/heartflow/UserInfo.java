package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Who wrote a message.
 *
 * @param userId the platform's id of the user, 1 to 128 characters
 * @param nickname what the user is called on the platform, if it says
 * @param cardName what the user is called in the group, if it says
 */
public record UserInfo(String userId, Optional<String> nickname, Optional<String> cardName) {
    /** Checks that nothing is null. */
    public UserInfo {
        requireNonNull(userId, "userId");
        requireNonNull(nickname, "nickname");
        requireNonNull(cardName, "cardName");
    }

    /** A user of whom only the id is known. */
    public static UserInfo of(String userId) {
        return new UserInfo(userId, Optional.empty(), Optional.empty());
    }
}
