package org.maibot.isolation.heartflow;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.maibot.isolation.IsolationContext;

/** The agents that a heartflow serves. Safe for use by several threads. */
final class Agents {
    private final Map<IsolationContext, AgentState> agents = new ConcurrentHashMap<>();

    /** The agent of this context, served from now on. */
    AgentState serve(IsolationContext agent) {
        return agents.computeIfAbsent(agent, AgentState::new);
    }

    /** The agent of a chat stream. */
    AgentState of(IsolationContext stream) {
        return serve(agentOf(stream));
    }

    Collection<AgentState> all() {
        return agents.values();
    }

    List<AgentState> of(String tenantId) {
        return agents.values().stream()
                .filter(agent -> agent.context.tenantId().equals(tenantId))
                .toList();
    }

    boolean serves(IsolationContext stream) {
        return agents.containsKey(agentOf(stream));
    }

    private static IsolationContext agentOf(IsolationContext stream) {
        return IsolationContext.of(stream.tenantId(), stream.agentId().orElseThrow());
    }

    /** Serves no agent of a tenant any more; returns those that were. */
    List<AgentState> close(String tenantId) {
        List<AgentState> closing = of(tenantId);
        closing.forEach(agent -> agent.closed = true);
        closing.forEach(agent -> agents.remove(agent.context, agent));
        return closing;
    }
}
