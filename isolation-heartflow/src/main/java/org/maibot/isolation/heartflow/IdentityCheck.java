package org.maibot.isolation.heartflow;

import java.util.Optional;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

/**
 * Checks what a message claims to be for, before anything is done with it. Safe for use by several threads.
 *
 * <p>Whatever it lets pass, the message is handled in the scope of its processor and in no other.
 */
@FunctionalInterface
public interface IdentityCheck {

    /**
     * Refuses a message by throwing.
     *
     * @param agent the context of the processor's agent
     * @throws IsolationViolationException if the message is not for this agent
     */
    void check(IsolationContext agent, InboundMessage message);

    /** A message must claim the tenant and the agent of its processor; one that claims none, or another, is refused. */
    static IdentityCheck claimed() {
        return (agent, message) -> {
            requireClaim("tenant_id", message.tenantId(), Optional.of(agent.tenantId()));
            requireClaim("agent_id", message.agentId(), agent.agentId());
        };
    }

    private static void requireClaim(String name, Optional<String> claimed, Optional<String> own) {
        if (!claimed.equals(own)) {
            throw new IsolationViolationException(
                    ViolationReason.CLAIMED_IDENTITY,
                    "The message claims " + (claimed.isEmpty() ? "no " : "another ") + name
                            + (claimed.isEmpty() ? "" : " than its processor's"),
                    "Have the adapter write the " + name
                            + " that the message came in for, and hand it to the processor of that agent");
        }
    }
}
