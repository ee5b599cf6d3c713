package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.AGENTS;
import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAMS;
import static org.maibot.isolation.jdbc.CanonicalSchema.CREATED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.LAST_ACTIVE_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGES;
import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGE_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.NEXT_SEQUENCE;
import static org.maibot.isolation.jdbc.CanonicalSchema.ROLE;
import static org.maibot.isolation.jdbc.CanonicalSchema.SEQUENCE;
import static org.maibot.isolation.jdbc.CanonicalSchema.TEXT;
import static org.maibot.isolation.jdbc.CanonicalSchema.TIME;
import static org.maibot.isolation.jdbc.CanonicalSchema.USER_ID;

import org.jooq.Query;
import org.jooq.impl.DSL;
import org.maibot.isolation.IsolationContext;

/**
 * The statements that append messages to a chat stream, the same for all of them.
 *
 * @param advance takes how many numbers to reserve; returns the next number, or no row if there is no such chat stream
 * @param insertAgent takes the time of creation; does nothing if the agent is there
 * @param insertStream takes the time of creation, of the last activity, and the next number; does nothing if it is there
 * @param insertMessage takes the columns of a message; does nothing if it is there
 * @param noteActivity sets the last activity to the time of the newest message, of which there is one
 */
record AppendStatements(
        ScopedSql advance,
        ScopedSql insertAgent,
        ScopedSql insertStream,
        ScopedSql insertMessage,
        ScopedSql noteActivity) {
    /** Renders them in the context of whichever chat stream: if they are refused, it is refused to that one. */
    static AppendStatements of(Engine engine, IsolationContext stream) {
        return new AppendStatements(
                engine.scopedSql(stream, advanceQuery()),
                engine.scopedSql(stream, insertAgentQuery()),
                engine.scopedSql(stream, insertStreamQuery()),
                engine.scopedSql(stream, insertMessageQuery()),
                engine.scopedSql(stream, noteActivityQuery()));
    }

    private static Query advanceQuery() {
        return DSL.update(CHAT_STREAMS)
                .set(NEXT_SEQUENCE, NEXT_SEQUENCE.plus(DSL.val(0L)))
                .returning(NEXT_SEQUENCE);
    }

    private static Query noteActivityQuery() {
        return DSL.update(CHAT_STREAMS)
                .set(LAST_ACTIVE_AT, DSL.select(DSL.max(TIME)).from(MESSAGES));
    }

    private static Query insertAgentQuery() {
        return DSL.insertInto(AGENTS, CREATED_AT).values(0L).onConflictDoNothing();
    }

    private static Query insertStreamQuery() {
        return DSL.insertInto(CHAT_STREAMS, CREATED_AT, LAST_ACTIVE_AT, NEXT_SEQUENCE)
                .values(0L, 0L, 0L)
                .onConflictDoNothing();
    }

    private static Query insertMessageQuery() {
        return DSL.insertInto(MESSAGES, MESSAGE_ID, SEQUENCE, USER_ID, ROLE, TIME, TEXT)
                .values("", 0L, "", "", 0L, "")
                .onConflictDoNothing();
    }
}
