package org.maibot.isolation.examples.replay;

import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Message;

/**
 * A good line of a chat log.
 *
 * @param stream the chat stream
 * @param message the message
 */
record LogLine(IsolationContext stream, Message message) {
    boolean isOfUser() {
        return message.role() == Message.Role.USER;
    }

    /** The agent that it is for. */
    IsolationContext agent() {
        return IsolationContext.of(stream.tenantId(), stream.agentId().orElseThrow());
    }
}
