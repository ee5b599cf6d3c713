package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAMS;
import static org.maibot.isolation.jdbc.CanonicalSchema.NEXT_SEQUENCE;

import org.jooq.Query;
import org.jooq.UpdateResultStep;
import org.jooq.UpdateReturningStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/**
 * A change of a chat stream that gives the next number of its messages, or changes no row.
 *
 * @param change changes the stream; returns the number where a write can
 * @param next asks for the number after that, where a write returns nothing; else null
 * @param batches whether the driver takes many of it at once and returns the numbers
 */
record Reservation(ScopedSql change, @Nullable ScopedSql next, boolean batches) {
    /** Renders it in the context of whichever chat stream. */
    static Reservation of(Engine engine, IsolationContext stream, UpdateReturningStep<?> update) {
        if (engine.family().isMySql()) {
            return new Reservation(
                    engine.scopedSql(stream, (Query) update), engine.scopedSql(stream, nextQuery()), false);
        }
        UpdateResultStep<?> returning = update.returning(NEXT_SEQUENCE);
        return new Reservation(engine.scopedSql(stream, returning), null, engine.family() == SqlFamily.POSTGRESQL);
    }

    /** A locking read sees what was changed last, and leaves no older view of the database to later reads. */
    private static Query nextQuery() {
        return DSL.select(NEXT_SEQUENCE).from(CHAT_STREAMS).forUpdate();
    }
}
