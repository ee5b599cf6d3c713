package org.maibot.isolation.heartflow;

import java.util.List;

/** Lets a host remember something of a message that was handled. Safe for use by several threads. */
@FunctionalInterface
public interface MemoryHook {

    /**
     * Is called in the isolation context of the chat stream, before the message and its reply are stored.
     *
     * @param sent what was sent, or nothing
     * @throws Exception if it failed, which ends the message as failed
     */
    void remember(Turn turn, List<OutboundMessage> sent) throws Exception;

    /** Nothing is remembered. */
    static MemoryHook none() {
        return (turn, sent) -> {};
    }
}
