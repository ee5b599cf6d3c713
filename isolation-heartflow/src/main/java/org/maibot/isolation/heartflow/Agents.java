package org.maibot.isolation.heartflow;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.maibot.isolation.IsolationContext;

/** The agents that a heartflow serves. Safe for use by several threads. */
final class Agents {
    private final Map<IsolationContext, AgentState> agents = new ConcurrentHashMap<>();

    /** Those of agents that are served no longer, too. */
    private final Map<IsolationContext, OutcomeCounter> counters = new ConcurrentHashMap<>();

    /** The agent of this context, served from now on. */
    AgentState serve(IsolationContext agent) {
        return agents.computeIfAbsent(
                agent, served -> new AgentState(served, counters.computeIfAbsent(served, any -> new OutcomeCounter())));
    }

    /** The agent of a chat stream, if it is served. */
    Optional<AgentState> of(IsolationContext stream) {
        return Optional.ofNullable(agents.get(agentOf(stream)));
    }

    Collection<AgentState> all() {
        return agents.values();
    }

    /** What became of all messages. */
    OutcomeCounts counts() {
        return counters.values().stream().map(OutcomeCounter::counts).reduce(OutcomeCounts.NONE, OutcomeCounts::plus);
    }

    /** What became of a tenant's messages, by the ids of the agents that are or were served. */
    Map<String, OutcomeCounts> counts(String tenantId) {
        Map<String, OutcomeCounts> counts = new HashMap<>();
        counters.forEach((agent, counter) -> {
            if (agent.tenantId().equals(tenantId)) {
                counts.put(agent.agentId().orElseThrow(), counter.counts());
            }
        });
        return counts;
    }

    private List<AgentState> of(String tenantId) {
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
