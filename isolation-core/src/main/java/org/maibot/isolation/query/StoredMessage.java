package org.maibot.isolation.query;

import java.time.Instant;
import org.maibot.isolation.IsolationContext;

/**
 * A message as it is stored.
 *
 * @param context the chat stream that it belongs to
 * @param sequence its number in its chat stream, in the order of arrival, ascending but not without gaps
 * @param message the message
 */
public record StoredMessage(IsolationContext context, long sequence, Message message) {
    /** Identifies the message inside its chat stream. */
    public String messageId() {
        return message.messageId();
    }

    /** Who wrote it. */
    public String userId() {
        return message.userId();
    }

    /** Whether a user or the agent wrote it. */
    public Message.Role role() {
        return message.role();
    }

    /** When it was written. */
    public Instant time() {
        return message.time();
    }

    /** What it says. */
    public String text() {
        return message.text();
    }

    /** The place of this message in the history. */
    public MessageCursor cursor() {
        return new MessageCursor(time(), context, sequence);
    }
}
