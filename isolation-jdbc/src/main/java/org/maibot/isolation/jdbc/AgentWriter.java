package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.AGENTS;
import static org.maibot.isolation.jdbc.CanonicalSchema.CREATED_AT;

/** Registers the agent of a context, in the caller's transaction. */
record AgentWriter(Session session) {
    /** Registers the agent unless it is. */
    void create() {
        session.dsl()
                .insertInto(AGENTS, CREATED_AT)
                .values(session.nowMicros())
                .onConflictDoNothing()
                .execute();
    }
}
