package org.maibot.isolation.heartflow;

/**
 * What a {@link ReplyGenerator} is asked for. Immutable.
 *
 * @param turn the message that is to be replied to, and its chat stream
 * @param conversation what was said before, and what is remembered
 * @param attempt the number of this attempt, from 1
 */
public record ReplyRequest(Turn turn, Conversation conversation, int attempt) {
    /** The message that is to be replied to. */
    public InboundMessage message() {
        return turn.message();
    }
}
