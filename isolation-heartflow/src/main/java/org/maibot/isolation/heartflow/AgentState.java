package org.maibot.isolation.heartflow;

import org.maibot.isolation.IsolationContext;

/** An agent that is served, until it is closed. Safe for use by several threads. */
final class AgentState {
    final IsolationContext context;

    /** The same for all times that the agent is served. */
    final OutcomeCounter counter;

    volatile boolean closed;

    AgentState(IsolationContext context, OutcomeCounter counter) {
        this.context = context;
        this.counter = counter;
    }
}
