package org.maibot.isolation.examples.quickstart;

import org.maibot.isolation.IsolationContext;

/**
 * How many messages a chat stream sees. The components are the members of its JSON form.
 *
 * @param tenantId the tenant
 * @param agentId the agent
 * @param platform the platform
 * @param chatStreamId the chat stream
 * @param messages the number that a query in the context of the chat stream gave
 */
record StreamCount(String tenantId, String agentId, String platform, String chatStreamId, long messages) {
    StreamCount(IsolationContext stream, long messages) {
        this(
                stream.tenantId(),
                stream.agentId().orElseThrow(),
                stream.platform().orElseThrow(),
                stream.chatStreamId().orElseThrow(),
                messages);
    }

    IsolationContext context() {
        return IsolationContext.of(tenantId, agentId, platform, chatStreamId);
    }
}
