package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.ACCEPTED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.ACCEPTED_BY;
import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAMS;
import static org.maibot.isolation.jdbc.CanonicalSchema.COMPLETION_TOKENS;
import static org.maibot.isolation.jdbc.CanonicalSchema.CREATED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.FINISHED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.HELD_BY;
import static org.maibot.isolation.jdbc.CanonicalSchema.INBOX;
import static org.maibot.isolation.jdbc.CanonicalSchema.LAST_ACTIVE_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.LEASE_NODE;
import static org.maibot.isolation.jdbc.CanonicalSchema.LLM_USAGE;
import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGES;
import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGE_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.MODEL;
import static org.maibot.isolation.jdbc.CanonicalSchema.NEXT_SEQUENCE;
import static org.maibot.isolation.jdbc.CanonicalSchema.OUTCOME;
import static org.maibot.isolation.jdbc.CanonicalSchema.OUTCOMES;
import static org.maibot.isolation.jdbc.CanonicalSchema.PAYLOAD;
import static org.maibot.isolation.jdbc.CanonicalSchema.POSITION;
import static org.maibot.isolation.jdbc.CanonicalSchema.PROMPT_TOKENS;
import static org.maibot.isolation.jdbc.CanonicalSchema.TIME;
import static org.maibot.isolation.jdbc.CanonicalSchema.USAGE_ID;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.SelectForUpdateStep;
import org.jooq.SelectLimitStep;
import org.jooq.UpdateConditionStep;
import org.jooq.UpdateReturningStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/**
 * The statements of the inbox for one chat stream, the same for all of them. A process is given by the id of its node.
 *
 * @param append those that append messages
 * @param take reserves numbers of a stream, and has a process hold it if nobody does and it has no entries; takes how many,
 *     and the process
 * @param takeFrom has a process hold a stream without entries instead of another; takes both
 * @param insertStream takes the time of creation, of the last activity, the next number and the holder; does nothing if it
 *     is there
 * @param holder who holds the stream, which it locks; null where a transaction that writes locks the whole database
 * @param insertEntry takes the columns of an entry and its message id once more; does nothing if the message is there
 * @param touch takes whether there is a newer message, and twice its time, and the holder; changes the stream only if it is
 *     held by that one, and locks it
 * @param deleteEntry takes its position
 * @param insertOutcome takes the outcome, the time, the position and the process; does nothing for what that one accepted
 * @param insertUsage takes the columns of a use of a language model
 * @param skipLocked as {@link #holder()}, but without a row if another transaction has locked the stream
 * @param claim takes the new holder, and the one before, if there is one
 * @param release gives up a stream without entries; takes the holder
 * @param handOver gives up a stream; takes the holder
 * @param orphanEntries says of the entries of a stream that nobody holds it
 * @param deleteOutcome takes its position
 */
record InboxStatements(
        AppendStatements append,
        Reservation take,
        ScopedSql takeFrom,
        ScopedSql insertStream,
        @Nullable ScopedSql holder,
        ScopedSql insertEntry,
        ScopedSql touch,
        ScopedSql deleteEntry,
        ScopedSql insertOutcome,
        ScopedSql insertUsage,
        @Nullable ScopedSql skipLocked,
        ScopedSql claim,
        ScopedSql release,
        ScopedSql handOver,
        ScopedSql orphanEntries,
        ScopedSql deleteOutcome) {
    /** Who holds a stream that nobody holds; no process has this id. */
    static final long NOBODY = 0;

    private static final Field<Long> NUMBER = DSL.val(0L);

    /** Renders them in the context of whichever chat stream. */
    static InboxStatements of(Engine engine, IsolationContext stream) {
        boolean locks = engine.family() != SqlFamily.SQLITE;
        return new InboxStatements(
                AppendStatements.of(engine, stream),
                Reservation.of(engine, stream, takeQuery()),
                engine.scopedSql(stream, takeFromQuery()),
                engine.scopedSql(stream, insertStreamQuery()),
                locks ? engine.scopedSql(stream, holderQuery().forUpdate()) : null,
                engine.scopedSql(stream, insertEntryQuery()),
                engine.scopedSql(stream, touchQuery()),
                engine.scopedSql(stream, DSL.deleteFrom(INBOX).where(POSITION.eq(NUMBER))),
                engine.scopedSql(stream, insertOutcomeQuery()),
                engine.scopedSql(stream, insertUsageQuery()),
                locks ? engine.scopedSql(stream, holderQuery().forUpdate().skipLocked()) : null,
                engine.scopedSql(stream, claimQuery()),
                engine.scopedSql(stream, handOverQuery().and(hasNoEntries())),
                engine.scopedSql(stream, handOverQuery()),
                engine.scopedSql(stream, DSL.update(INBOX).set(HELD_BY, DSL.inline(NOBODY))),
                engine.scopedSql(stream, DSL.deleteFrom(OUTCOMES).where(POSITION.eq(NUMBER))));
    }

    private static Condition hasNoEntries() {
        return isEmpty(DSL.selectOne().from(INBOX));
    }

    /** Whether it has no row; jOOQ's {@code notExists} has another signature from 3.20 on. */
    private static Condition isEmpty(SelectLimitStep<Record1<Integer>> query) {
        return DSL.field(query.limit(DSL.inline(1))).isNull();
    }

    /** Changes every stream: so all are locked in one order, whoever holds them. */
    private static UpdateReturningStep<?> takeQuery() {
        return DSL.update(CHAT_STREAMS)
                .set(NEXT_SEQUENCE, NEXT_SEQUENCE.plus(NUMBER))
                .set(
                        LEASE_NODE,
                        DSL.when(LEASE_NODE.isNull().and(hasNoEntries()), NUMBER)
                                .otherwise(LEASE_NODE));
    }

    private static Query takeFromQuery() {
        return DSL.update(CHAT_STREAMS)
                .set(LEASE_NODE, NUMBER)
                .where(LEASE_NODE.eq(NUMBER))
                .and(hasNoEntries());
    }

    private static Query insertStreamQuery() {
        return DSL.insertInto(CHAT_STREAMS, CREATED_AT, LAST_ACTIVE_AT, NEXT_SEQUENCE, LEASE_NODE)
                .values(0L, 0L, 0L, 0L)
                .onConflictDoNothing();
    }

    private static SelectForUpdateStep<?> holderQuery() {
        return DSL.select(DSL.coalesce(LEASE_NODE, DSL.inline(NOBODY))).from(CHAT_STREAMS);
    }

    private static Query insertEntryQuery() {
        return DSL.insertInto(INBOX, POSITION, MESSAGE_ID, PAYLOAD, ACCEPTED_BY, ACCEPTED_AT, HELD_BY)
                .select(DSL.select(NUMBER, DSL.val(""), DSL.val(""), NUMBER, NUMBER, NUMBER)
                        .where(isEmpty(DSL.selectOne().from(MESSAGES).where(MESSAGE_ID.eq(DSL.val(""))))))
                .onConflictDoNothing();
    }

    /** Takes a number too, so that a driver that counts only rows with new values counts it. */
    private static Query touchQuery() {
        Condition isNewest = isEmpty(DSL.selectOne().from(MESSAGES)).not().and(LAST_ACTIVE_AT.gt(NUMBER));
        return DSL.update(CHAT_STREAMS)
                .set(NEXT_SEQUENCE, NEXT_SEQUENCE.plus(DSL.inline(1L)))
                .set(
                        LAST_ACTIVE_AT,
                        DSL.when(NUMBER.eq(DSL.inline(0L)).or(isNewest), LAST_ACTIVE_AT)
                                .otherwise(NUMBER))
                .where(LEASE_NODE.eq(NUMBER));
    }

    private static Query insertOutcomeQuery() {
        return DSL.insertInto(OUTCOMES, POSITION, MESSAGE_ID, ACCEPTED_BY, OUTCOME, FINISHED_AT)
                .select(DSL.select(POSITION, MESSAGE_ID, ACCEPTED_BY, DSL.val(""), NUMBER)
                        .from(INBOX)
                        .where(POSITION.eq(NUMBER))
                        .and(ACCEPTED_BY.ne(NUMBER)));
    }

    private static Query insertUsageQuery() {
        return DSL.insertInto(LLM_USAGE, USAGE_ID, MODEL, TIME, PROMPT_TOKENS, COMPLETION_TOKENS)
                .values("", "", 0L, 0L, 0L);
    }

    private static Query claimQuery() {
        return DSL.update(CHAT_STREAMS)
                .set(LEASE_NODE, NUMBER)
                .where(LEASE_NODE.isNull().or(LEASE_NODE.eq(NUMBER)));
    }

    private static UpdateConditionStep<?> handOverQuery() {
        return DSL.update(CHAT_STREAMS).set(LEASE_NODE, DSL.inline((Long) null)).where(LEASE_NODE.eq(NUMBER));
    }
}
