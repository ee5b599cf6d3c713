package org.maibot.isolation.examples.replay;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Heartflow;
import org.maibot.isolation.heartflow.HeartflowProcessor;

/** The agents that the bot serves. Safe for use by several threads. */
final class Roster {
    /** Those of the sample. An agent's id means nothing without its tenant's: there are two of the same. */
    private static final List<IsolationContext> OWN = List.of(
            IsolationContext.of("acme", "sales"),
            IsolationContext.of("acme", "support"),
            IsolationContext.of("globex", "support"));

    private final Heartflow heartflow;
    private final boolean anyAgent;
    private final Map<IsolationContext, HeartflowProcessor> processors = new ConcurrentHashMap<>();

    /**
     * Begins to serve the bot's own agents.
     *
     * @param anyAgent whether to serve instead whatever agents have messages
     */
    Roster(Heartflow heartflow, boolean anyAgent) {
        this.heartflow = heartflow;
        this.anyAgent = anyAgent;
        if (!anyAgent) {
            OWN.forEach(this::serve);
        }
    }

    /** The processor of an agent; empty if the bot does not serve it. */
    Optional<HeartflowProcessor> processor(IsolationContext agent) {
        return anyAgent ? Optional.of(serve(agent)) : Optional.ofNullable(processors.get(agent));
    }

    private HeartflowProcessor serve(IsolationContext agent) {
        return processors.computeIfAbsent(
                agent,
                served -> heartflow.createHeartflowProcessor(
                        served.tenantId(), served.agentId().orElseThrow()));
    }

    /** All of them, in no order. */
    Collection<HeartflowProcessor> processors() {
        return processors.values();
    }
}
