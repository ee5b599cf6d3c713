package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.ACCEPTED_BY;
import static org.maibot.isolation.jdbc.CanonicalSchema.EXPIRES_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.FINISHED_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.HOST;
import static org.maibot.isolation.jdbc.CanonicalSchema.INBOX;
import static org.maibot.isolation.jdbc.CanonicalSchema.NODES;
import static org.maibot.isolation.jdbc.CanonicalSchema.NODE_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.OUTCOMES;
import static org.maibot.isolation.jdbc.CanonicalSchema.PID;
import static org.maibot.isolation.jdbc.CanonicalSchema.STARTED_AT;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The processes that share the inbox of a database. A process is alive while it is among the nodes. Its id is made up when it
 * is entered there, before it stands anywhere else, and never comes back once it is removed: so whoever sees an id that is
 * not among the nodes may take what it holds.
 *
 * @param dsl everything, unscoped
 * @param lease how long a process lives without a sign of life
 */
record InboxNodes(DSLContext dsl, SqlFamily family, Duration lease, Clock clock) {
    /** How long the outcomes for a process that is gone are kept, should it come back. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final int NANOS_PER_MICRO = 1_000;

    /** The same in a transaction. */
    InboxNodes in(DSLContext transaction) {
        return new InboxNodes(transaction, family, lease, clock);
    }

    /** The database's time: the processes' clocks may differ. */
    private Field<Long> now() {
        return DSL.field(
                switch (family) {
                    case SQLITE -> "cast((julianday('now') - 2440587.5) * 86400000000.0 as integer)";
                    case POSTGRESQL -> "cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
                    case MYSQL, MARIADB -> "timestampdiff(microsecond, '1970-01-01', utc_timestamp(6))";
                },
                SQLDataType.BIGINT);
    }

    private Field<Long> expiry() {
        return now().plus(DSL.inline(lease.toNanos() / NANOS_PER_MICRO));
    }

    /** An id that no process has. */
    static long newId() {
        return 1 + new SecureRandom().nextLong(Long.MAX_VALUE);
    }

    /**
     * Enters this process under an id, in a transaction; again, if it was not told that it is entered.
     *
     * @throws IllegalStateException if the database is one for a single process, and another one is alive
     */
    void register(long id) {
        remove(id);
        dsl.deleteFrom(NODES).where(EXPIRES_AT.le(now())).execute(); // first, since on SQLite a write locks out others
        NodeProcess process = NodeProcess.current();
        if (family == SqlFamily.SQLITE) {
            dsl.selectFrom(NODES).forEach(other -> requireDead(other, process));
        }
        forget();
        dsl.insertInto(NODES, NODE_ID, HOST, PID, STARTED_AT, EXPIRES_AT)
                .select(DSL.select(
                        DSL.val(id),
                        DSL.val(process.host()),
                        DSL.val(process.pid()),
                        DSL.val(process.startedAt()),
                        expiry()))
                .execute();
    }

    private void requireDead(Record other, NodeProcess process) {
        NodeProcess owner = new NodeProcess(other.get(HOST), other.get(PID), other.get(STARTED_AT));
        if (!process.knowsDead(owner)) {
            throw new IllegalStateException(
                    "The inbox of this SQLite database is open already, in process " + owner.pid() + " on "
                            + owner.host() + (owner.equals(process) ? ", which is this one" : "")
                            + "; SQLite serves one process at a time: close the other inbox, or wait until its lease has"
                            + " expired if that process is gone");
        }
        remove(other.get(NODE_ID));
    }

    /** Removes outcomes that nobody will ask for any more. */
    private void forget() {
        long old = Micros.of(clock.instant().minus(KEPT));
        dsl.deleteFrom(OUTCOMES)
                .where(FINISHED_AT.lt(old))
                .and(ACCEPTED_BY.notIn(DSL.select(NODE_ID).from(NODES)))
                .execute();
    }

    /** Gives a sign of life; false if the process was removed. */
    boolean extend(long id) {
        return dsl.update(NODES).set(EXPIRES_AT, expiry()).where(NODE_ID.eq(id)).execute() > 0;
    }

    /** Hands over to this process's new id what was accepted under an older one, and is not completed meanwhile. */
    void rename(long from, long to) {
        dsl.update(INBOX).set(ACCEPTED_BY, to).where(ACCEPTED_BY.eq(from)).execute();
    }

    void remove(long id) {
        dsl.deleteFrom(NODES).where(NODE_ID.eq(id)).execute();
    }

    /** Removes the other processes that gave no sign of life for too long; returns the ids of the rest. */
    Set<Long> othersAlive(long own) {
        Field<Boolean> isExpired = DSL.field(EXPIRES_AT.le(now())).as("expired");
        Set<Long> alive = new HashSet<>();
        for (Record node : dsl.select(NODE_ID, isExpired)
                .from(NODES)
                .where(NODE_ID.ne(own))
                .fetch()) {
            if (!node.get(isExpired) || !bury(node.get(NODE_ID))) {
                alive.add(node.get(NODE_ID));
            }
        }
        return alive;
    }

    /** Removes a process, unless it gave a sign of life in the last moment. */
    private boolean bury(long id) {
        return dsl.deleteFrom(NODES)
                        .where(NODE_ID.eq(id))
                        .and(EXPIRES_AT.le(now()))
                        .execute()
                > 0;
    }
}
