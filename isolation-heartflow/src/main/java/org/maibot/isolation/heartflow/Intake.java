package org.maibot.isolation.heartflow;

import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.Isolation;

/** Where messages come in: it checks whose they are, and finds their chat streams. Safe for use by several threads. */
final class Intake {
    private final Isolation isolation;
    private final IdentityCheck identity;
    private final StreamIds streamIds;
    private final Flow flow;

    Intake(Isolation isolation, IdentityCheck identity, StreamIds streamIds, Flow flow) {
        this.isolation = isolation;
        this.identity = identity;
        this.streamIds = streamIds;
        this.flow = flow;
    }

    /** Takes a message in, whatever becomes of it. */
    Delivery take(AgentState agent, InboundMessage message) {
        agent.received.increment();
        Step step = Step.IDENTITY;
        try {
            identity.check(agent.context, message);
            step = Step.STREAM;
            return flow.offer(agent, stream(agent.context, message), message);
        } catch (IsolationViolationException refusal) {
            return flow.refuse(agent, message, Outcome.Refused.of(refusal));
        } catch (RuntimeException e) {
            return flow.refuse(agent, message, new Outcome.Failed(step, e));
        }
    }

    /** The context of the chat stream: inside the processor's agent, whatever the message says. */
    private IsolationContext stream(IsolationContext agent, InboundMessage message) {
        return isolation.createIsolationContext(
                agent.tenantId(), agent.agentId().orElseThrow(), message.platform(), streamIds.chatStreamId(message));
    }
}
