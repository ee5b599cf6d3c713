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

import java.util.Locale;
import org.jooq.Query;
import org.jooq.UpdateReturningStep;
import org.jooq.impl.DSL;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.ScopedTransaction.Row;
import org.maibot.isolation.query.Message;

/**
 * The statements that append messages to a chat stream, the same for all of them.
 *
 * @param advance takes how many numbers to reserve; changes no row if there is no such stream
 * @param insertAgent takes the time of creation; does nothing if the agent is there
 * @param insertStream takes the time of creation, of the last activity, and the next number; does nothing if it is there
 * @param insertMessage takes the columns of a message; does nothing if it is there
 * @param noteActivity sets the last activity to the time of the newest message, or of the creation if there is none
 */
record AppendStatements(
        Reservation advance,
        ScopedSql insertAgent,
        ScopedSql insertStream,
        ScopedSql insertMessage,
        ScopedSql noteActivity) {
    static final long FIRST_SEQUENCE = 1;

    /** Renders them in the context of whichever chat stream: if they are refused, it is refused to that one. */
    static AppendStatements of(Engine engine, IsolationContext stream) {
        return new AppendStatements(
                Reservation.of(engine, stream, advanceQuery()),
                engine.scopedSql(stream, insertAgentQuery()),
                engine.scopedSql(stream, insertStreamQuery()),
                engine.scopedSql(stream, insertMessageQuery()),
                engine.scopedSql(stream, noteActivityQuery()));
    }

    /** The values for {@link #insertMessage}. */
    static Row messageRow(IsolationContext stream, Message message, long sequence) {
        return Row.of(
                stream,
                message.messageId(),
                sequence,
                message.userId(),
                message.role().name().toLowerCase(Locale.ROOT),
                Micros.of(message.time()),
                message.text());
    }

    private static UpdateReturningStep<?> advanceQuery() {
        return DSL.update(CHAT_STREAMS).set(NEXT_SEQUENCE, NEXT_SEQUENCE.plus(DSL.val(0L)));
    }

    private static Query noteActivityQuery() {
        return DSL.update(CHAT_STREAMS)
                .set(
                        LAST_ACTIVE_AT,
                        DSL.coalesce(DSL.field(DSL.select(DSL.max(TIME)).from(MESSAGES)), CREATED_AT));
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
