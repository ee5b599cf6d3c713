package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAMS;
import static org.maibot.isolation.jdbc.CanonicalSchema.CREATED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.LAST_ACTIVE_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.NEXT_SEQUENCE;

import java.util.List;
import java.util.OptionalLong;
import org.jooq.impl.DSL;
import org.maibot.isolation.query.Message;

/** Creates the chat stream of a context and hands out the numbers of its messages, in the caller's transaction. */
record ChatStreamWriter(Session session) {
    private static final long FIRST_SEQUENCE = 1;

    /** Reserves a number for each message, creating the chat stream if need be; returns the first one. */
    long reserve(List<Message> messages) {
        int count = messages.size();
        long newest = messages.stream()
                .mapToLong(message -> Micros.of(message.time()))
                .max()
                .orElseThrow();
        OptionalLong next = advance(count, newest);
        if (next.isEmpty() && create(FIRST_SEQUENCE + count, newest)) {
            return FIRST_SEQUENCE;
        }
        return (next.isEmpty() ? advance(count, newest) : next).orElseThrow() - count;
    }

    /** Moves the next number on; returns it, or empty if there is no such chat stream. */
    private OptionalLong advance(int count, long newest) {
        return session
                .dsl()
                .update(CHAT_STREAMS)
                .set(NEXT_SEQUENCE, NEXT_SEQUENCE.plus(count))
                .set(LAST_ACTIVE_AT, DSL.greatest(LAST_ACTIVE_AT, DSL.val(newest)))
                .returning(NEXT_SEQUENCE)
                .fetch()
                .stream()
                .mapToLong(row -> row.get(NEXT_SEQUENCE))
                .findFirst();
    }

    /** Creates the chat stream without messages unless it is there. */
    void create() {
        create(FIRST_SEQUENCE, session.nowMicros());
    }

    private boolean create(long nextSequence, long lastActive) {
        new AgentWriter(session).create();
        return session.dsl()
                        .insertInto(CHAT_STREAMS, CREATED_AT, LAST_ACTIVE_AT, NEXT_SEQUENCE)
                        .values(session.nowMicros(), lastActive, nextSequence)
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }
}
