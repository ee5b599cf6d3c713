package org.maibot.isolation.heartflow;

/** Gathers what a reply is generated from. Safe for use by several threads. */
@FunctionalInterface
public interface ContextAssembler {

    /**
     * What was said before in the chat stream, and what the agent remembers there.
     *
     * @throws Exception if it cannot be read, which ends the message as failed
     */
    Conversation assemble(Turn turn) throws Exception;

    /** Nothing: every message stands alone. */
    static ContextAssembler none() {
        return turn -> Conversation.empty();
    }
}
