package org.maibot.isolation.query;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A message as a chat stream is given it.
 *
 * @param messageId identifies the message inside its chat stream, 1 to 128 characters
 * @param userId who wrote it, 1 to 128 characters; for a message of the agent usually the agent's id
 * @param role whether a user or the agent wrote it
 * @param time when it was written
 * @param text what it says, possibly empty
 */
public record Message(String messageId, String userId, Role role, Instant time, String text) {
    /** Who wrote a message. */
    public enum Role {
        /** A person, or anything else that is not the agent. */
        USER,
        /** The agent. */
        AGENT
    }

    /** Checks the parts. */
    public Message {
        Values.requireId(messageId, "messageId");
        Values.requireId(userId, "userId");
        requireNonNull(role, "role");
        Values.requireStorable(time, "time");
        Values.requireStorable(text, "text");
    }
}
