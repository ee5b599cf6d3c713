package org.maibot.isolation.heartflow;

import java.util.List;
import org.maibot.isolation.query.Memory;
import org.maibot.isolation.query.Message;

/**
 * What a reply is generated from, beside the message itself; all of it of the message's own scope. Immutable.
 *
 * @param history the messages of the chat stream before this one, oldest first
 * @param memories what the agent remembers here, newest first
 */
public record Conversation(List<Message> history, List<Memory> memories) {
    private static final Conversation EMPTY = new Conversation(List.of(), List.of());

    /** Copies the lists. */
    public Conversation {
        history = List.copyOf(history);
        memories = List.copyOf(memories);
    }

    /** A conversation that has just begun. */
    public static Conversation empty() {
        return EMPTY;
    }
}
