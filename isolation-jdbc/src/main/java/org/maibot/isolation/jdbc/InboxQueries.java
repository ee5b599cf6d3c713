package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.ACCEPTED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.ACCEPTED_BY;
import static org.maibot.isolation.jdbc.CanonicalSchema.CHAT_STREAMS;
import static org.maibot.isolation.jdbc.CanonicalSchema.HELD_BY;
import static org.maibot.isolation.jdbc.CanonicalSchema.INBOX;
import static org.maibot.isolation.jdbc.CanonicalSchema.LEASE_NODE;
import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGE_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.NODES;
import static org.maibot.isolation.jdbc.CanonicalSchema.NODE_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.OUTCOME;
import static org.maibot.isolation.jdbc.CanonicalSchema.OUTCOMES;
import static org.maibot.isolation.jdbc.CanonicalSchema.POSITION;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Finished;

/**
 * What the inbox asks across tenants.
 *
 * @param dsl everything, unscoped
 */
record InboxQueries(DSLContext dsl) {
    private static final String ENTRIES = "entries";
    private static final String STREAMS = "streams";
    private static final Field<Long> HOLDER = of(STREAMS, LEASE_NODE);

    /**
     * A stream with entries that no living process holds.
     *
     * @param holder the process that held it, or {@link InboxStatements#NOBODY}
     */
    record Abandoned(IsolationContext stream, long holder) {}

    /**
     * The processes that held streams when entries were accepted, and {@link InboxStatements#NOBODY} if nobody did. Each is
     * the first in the index after the one before, so that their entries are not read.
     */
    Set<Long> holders() {
        Set<Long> holders = new HashSet<>();
        Long next = holderFrom(InboxStatements.NOBODY);
        while (next != null) {
            holders.add(next);
            next = holderFrom(next + 1);
        }
        return holders;
    }

    private @Nullable Long holderFrom(long least) {
        return dsl.select(DSL.min(HELD_BY))
                .from(INBOX)
                .where(HELD_BY.ge(least))
                .fetchSingle()
                .value1();
    }

    /**
     * The abandoned streams among those that are wanted, those with the oldest entries first.
     *
     * @param dead processes that are dead and are said to hold streams with entries; others may hold these by now
     */
    List<Abandoned> abandoned(Set<Long> dead, Predicate<IsolationContext> wanted, int limit) {
        if (dead.isEmpty()) {
            return List.of();
        }
        Field<Long> oldest = DSL.min(ACCEPTED_AT).as("oldest");
        Table<?> entries = DSL.select(ids())
                .select(oldest)
                .from(INBOX)
                .where(HELD_BY.in(dead))
                .groupBy(ids())
                .asTable(ENTRIES);
        ResultQuery<?> all = dsl.select(ids(STREAMS))
                .select(DSL.coalesce(HOLDER, DSL.inline(InboxStatements.NOBODY)))
                .from(entries)
                .join(CHAT_STREAMS.as(STREAMS))
                .on(sameStream())
                .leftJoin(NODES)
                .on(NODE_ID.eq(HOLDER))
                .where(NODE_ID.isNull())
                .orderBy(DSL.field(DSL.name(ENTRIES, "oldest")));
        try (Stream<? extends Record> rows = all.fetchStream()) {
            return rows.map(row -> new Abandoned(stream(row), row.get(Dimension.values().length, Long.class)))
                    .filter(abandoned -> wanted.test(abandoned.stream()))
                    .limit(limit)
                    .toList();
        }
    }

    /** The streams that a process holds and in which others have entered something since. */
    List<IsolationContext> awaited(long node) {
        return dsl.select(ids())
                .from(INBOX)
                .where(HELD_BY.eq(node))
                .and(ACCEPTED_BY.lt(node))
                .union(DSL.select(ids())
                        .from(INBOX)
                        .where(HELD_BY.eq(node))
                        .and(ACCEPTED_BY.gt(node))) // two ranges of the index
                .fetch(InboxQueries::stream);
    }

    /** The streams that a process holds. */
    List<IsolationContext> held(long node) {
        return dsl.select(ids()).from(CHAT_STREAMS).where(LEASE_NODE.eq(node)).fetch(InboxQueries::stream);
    }

    /** The outcomes for a process, by all the ids that it had, in the order of their streams. */
    List<Finished> outcomes(List<Long> nodes) {
        return dsl
                .select(ids())
                .select(POSITION, MESSAGE_ID, OUTCOME)
                .from(OUTCOMES)
                .where(ACCEPTED_BY.in(nodes))
                .fetch(row -> new Finished(stream(row), row.get(POSITION), row.get(MESSAGE_ID), row.get(OUTCOME)))
                .stream()
                .sorted((a, b) -> CanonicalSchema.STREAM_ORDER.compare(a.stream(), b.stream()))
                .toList();
    }

    private static Condition sameStream() {
        return DSL.and(Arrays.stream(Dimension.values())
                .map(CanonicalSchema::column)
                .map(column -> of(ENTRIES, column).eq(of(STREAMS, column)))
                .toList());
    }

    private static <T> Field<T> of(String table, Field<T> column) {
        return DSL.field(DSL.name(table, column.getName()), column.getDataType());
    }

    private static List<Field<String>> ids() {
        return Arrays.stream(Dimension.values()).map(CanonicalSchema::column).toList();
    }

    private static List<Field<String>> ids(String table) {
        return ids().stream().map(column -> of(table, column)).toList();
    }

    private static IsolationContext stream(Record row) {
        return IsolationContext.of(
                row.get(0, String.class), row.get(1, String.class), row.get(2, String.class), row.get(3, String.class));
    }
}
