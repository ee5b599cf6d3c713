package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAMS;
import static org.maibot.isolation.jdbc.CanonicalSchema.LEASE_NODE;
import static org.maibot.isolation.jdbc.CanonicalSchema.NEXT_SEQUENCE;

import org.jooq.Query;
import org.jooq.UpdateReturningStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/**
 * A change of a chat stream that reserves numbers of its messages, or changes no row if there is no such stream.
 *
 * @param change changes the stream; returns what is {@linkplain Reserved reserved} where a write can
 * @param next asks for that afterwards, where a write returns nothing; else null
 * @param batches whether the driver takes many of it at once and returns what they do
 */
record Reservation(ScopedSql change, @Nullable ScopedSql next, boolean batches) {
    /**
     * What a stream says afterwards.
     *
     * @param next the number after those that are reserved
     * @param holder the process that holds the stream, or 0
     */
    record Reserved(long next, long holder) {}

    /** Renders it in the context of whichever chat stream. */
    static Reservation of(Engine engine, IsolationContext stream, UpdateReturningStep<?> update) {
        if (engine.family().isMySql()) {
            return new Reservation(
                    engine.scopedSql(stream, (Query) update), engine.scopedSql(stream, nextQuery()), false);
        }
        Query returning = update.returning(NEXT_SEQUENCE, LEASE_NODE);
        return new Reservation(engine.scopedSql(stream, returning), null, engine.family() == SqlFamily.POSTGRESQL);
    }

    private static Query nextQuery() {
        return DSL.select(NEXT_SEQUENCE, LEASE_NODE).from(CHAT_STREAMS);
    }
}
