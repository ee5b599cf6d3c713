package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAMS;
import static org.maibot.isolation.jdbc.CanonicalSchema.CREATED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.LAST_ACTIVE_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.NEXT_SEQUENCE;

/** Creates the chat stream of a context, in the caller's transaction. */
record ChatStreamWriter(Session session) {
    private static final long FIRST_SEQUENCE = 1;

    /** Creates the chat stream without messages unless it is there. */
    void create() {
        long now = session.nowMicros();
        new AgentWriter(session).create();
        session.dsl()
                .insertInto(CHAT_STREAMS, CREATED_AT, LAST_ACTIVE_AT, NEXT_SEQUENCE)
                .values(now, now, FIRST_SEQUENCE)
                .onConflictDoNothing()
                .execute();
    }
}
