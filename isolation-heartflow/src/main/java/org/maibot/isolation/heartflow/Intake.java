package org.maibot.isolation.heartflow;

import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Refused;
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
        agent.counter.countReceived();
        Step step = Step.IDENTITY;
        boolean observed = false;
        try {
            identity.check(agent.context, message);
            step = Step.STREAM;
            String chatStreamId = streamIds.chatStreamId(message);
            observed = true; // from here on, the runtime tells the observer what it refuses
            return flow.offer(agent, stream(agent.context, message.platform(), chatStreamId), message);
        } catch (IsolationViolationException refusal) {
            return flow.refuse(agent, message, Refused.of(refusal), observed);
        } catch (RuntimeException | Error e) {
            return flow.refuse(agent, message, new Failed(step, e), observed);
        }
    }

    /** The context of a chat stream: inside the processor's agent, whatever a message says. */
    private IsolationContext stream(IsolationContext agent, String platform, String chatStreamId) {
        return isolation.createIsolationContext(
                agent.tenantId(), agent.agentId().orElseThrow(), platform, chatStreamId);
    }
}
