package org.maibot.isolation.heartflow;

import java.time.Instant;
import org.maibot.isolation.IsolationContext;

/**
 * A message when it is its turn in its chat stream. Immutable.
 *
 * @param stream the chat stream, checked: whatever the message claims
 * @param message the message
 * @param mentioned whether it calls the agent; false before that is known
 * @param began when its turn began
 */
public record Turn(IsolationContext stream, InboundMessage message, boolean mentioned, Instant began) {
    Turn withMention(boolean isMentioned) {
        return isMentioned == mentioned ? this : new Turn(stream, message, isMentioned, began);
    }
}
