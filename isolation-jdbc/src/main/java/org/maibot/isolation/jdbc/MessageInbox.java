package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;
import static org.maibot.isolation.jdbc.CanonicalSchema.ACCEPTED_BY;
import static org.maibot.isolation.jdbc.CanonicalSchema.INBOX;
import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGE_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.PAYLOAD;
import static org.maibot.isolation.jdbc.CanonicalSchema.POSITION;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/**
 * Messages that were accepted and are not handled yet, and which process handles which chat stream. It is kept in the
 * database: what was accepted outlives the process, and is stored in the stream once, whoever handles it.
 *
 * <p>A process holds a chat stream from when it accepts the first message or {@linkplain #claim claims} the stream until it
 * {@linkplain #release releases} it, and only the holder can {@linkplain #complete complete} an entry. It lives by its
 * {@linkplain #renew signs of life}. Once there is none for the lease time, by the database's clock, others may declare it
 * dead and take its streams; what it tries to complete in these from then on is rejected by the database. On SQLite there is
 * one process at a time.
 *
 * <p>Safe for use by several threads. Every method is one transaction and blocks; one that the database cannot do throws a
 * {@link org.jooq.exception.DataAccessException} and changes nothing, unless it is the commit whose answer was lost: so accept
 * and complete again what failed. After {@link #close()} all throw an {@link IllegalStateException}.
 */
public final class MessageInbox implements AutoCloseable {
    private static final int MAX_ID = 128;
    private static final String FAILURE = "The message inbox could not be read or written";

    private final Engine engine;
    private final Transactions transactions;
    private final StatementCache<InboxStatements> statements;
    private final InboxNodes nodes;
    private final InboxQueries queries;
    private final Consumer<Supplier<IsolationContext>> admission;
    /** Whatever works under this process's id reads; what gives it another one writes. */
    private final ReadWriteLock identity = new ReentrantReadWriteLock();

    private final Object oneReaderOfOutcomes = new Object();

    /** Outcomes that were not returned: they may be removed though that was not told. */
    private final Set<Finished> read = new LinkedHashSet<>();

    private long node;

    /** That one, and those of earlier lives, under which others may be telling outcomes still. */
    private final List<Long> ids = new ArrayList<>();
    /** Whether this process was taken for dead and knows it. */
    private boolean dead;

    private boolean closed;

    MessageInbox(
            Engine engine,
            Transactions transactions,
            InboxNodes nodes,
            Consumer<Supplier<IsolationContext>> admission) {
        this.engine = engine;
        this.transactions = transactions;
        this.statements = new StatementCache<>(engine, InboxStatements::of);
        this.nodes = nodes;
        this.queries = new InboxQueries(nodes.dsl());
        this.admission = admission;
        this.node = InboxNodes.newId();
        inNodes(own -> own.register(node));
        ids.add(node);
    }

    /**
     * A message that came in.
     *
     * @param stream the chat stream
     * @param messageId identifies the message inside its chat stream, 1 to 128 characters
     * @param payload all that is needed to handle it, in a form of the caller's; any text that can be stored
     */
    public record Arrival(IsolationContext stream, String messageId, String payload) {
        /** Checks the parts. */
        public Arrival {
            requireStream(stream);
            Session.text(messageId, "messageId", 1, MAX_ID);
            Session.text(payload, "payload");
        }
    }

    /**
     * A message that was accepted.
     *
     * @param stream the chat stream
     * @param position its place in the order of the stream, and the sequence of the message when it is stored
     * @param messageId identifies the message inside its chat stream
     * @param payload what was accepted
     * @param elsewhere whether another process accepted it, which is told the {@linkplain Completion#outcome() outcome}
     */
    public record Entry(IsolationContext stream, long position, String messageId, String payload, boolean elsewhere) {
        /** Checks the parts. */
        public Entry {
            requireStream(stream);
            requireNonNull(messageId, "messageId");
            requireNonNull(payload, "payload");
        }
    }

    /** What became of a message that came in. */
    public sealed interface Receipt {
        /**
         * It is in the inbox, and this process holds its stream. Earlier entries of the stream were given to this process
         * too, but for those of other processes, which make the stream an {@linkplain #awaited() awaited} one.
         */
        record Accepted(Entry entry) implements Receipt {}

        /**
         * It is in the inbox, and another process holds its stream, or nobody does and there are earlier entries. Whoever
         * holds the stream then finds it among the {@link #entries}; if that is not this process, it is told of the outcome
         * by {@link #finished}.
         */
        record HeldElsewhere(Entry entry) implements Receipt {}

        /** A message with its id is in the inbox or stored in its stream already. */
        record Duplicate() implements Receipt {}
    }

    /**
     * What came of an entry.
     *
     * @param entry the entry
     * @param messages what to store in its stream, in this order: the message itself, then usually the answer
     * @param usages the use of language models to record for the stream
     * @param outcome what to tell the process that accepted it, in a form of the caller's; any text that can be stored
     */
    public record Completion(Entry entry, List<Message> messages, List<Usage> usages, String outcome) {
        /** Copies the lists, and checks the parts. */
        public Completion {
            requireNonNull(entry, "entry");
            messages = List.copyOf(messages);
            usages = List.copyOf(usages);
            Session.text(outcome, "outcome");
        }
    }

    /**
     * The outcome of an entry that this process accepted and another one handled.
     *
     * @param stream the chat stream
     * @param position the place of the entry in the order of the stream
     * @param messageId identifies the message inside its chat stream
     * @param outcome what the other process told
     */
    public record Finished(IsolationContext stream, long position, String messageId, String outcome) {}

    private static IsolationContext requireStream(IsolationContext stream) {
        return requireNonNull(stream, "stream").requireFixed(Dimension.CHAT_STREAM, "The message inbox");
    }

    /**
     * Enters messages in their order, all or none, and takes the streams that nobody holds, creating those that are new.
     *
     * @return a receipt for each of them
     * @throws IsolationViolationException if a tenant may not have a context
     */
    public List<Receipt> accept(List<Arrival> arrivals) {
        List<Arrival> copy = List.copyOf(arrivals);
        copy.forEach(arrival -> admission.accept(arrival::stream));
        return withNode(own -> copy.isEmpty()
                ? List.of()
                : inTransaction(
                        copy.get(0).stream(),
                        own,
                        work -> new InboxAcceptance(work, nodes(work.transaction()), !dead).accept(copy)));
    }

    /**
     * Stores what came of entries and removes these, each as a whole or not at all. A message that is in its stream already
     * stays as it is.
     *
     * @return whether each was completed; false if this process does not hold the stream (any more) or the entry is gone
     */
    public List<Boolean> complete(List<Completion> completions) {
        List<Completion> copy = List.copyOf(completions);
        return withNode(own -> copy.isEmpty()
                ? List.of()
                : inTransaction(copy.get(0).entry().stream(), own, work -> new InboxCompletion(work, copy).complete()));
    }

    /**
     * Takes streams that have entries and that no living process holds, those with the oldest entries first.
     *
     * @param limit how many at most, 1 to 10,000
     * @return those that were taken; all their entries are for this process now, and read by {@link #entries}
     */
    public List<IsolationContext> claim(int limit) {
        return claim(any -> true, limit);
    }

    /** The same, among the streams that are wanted. */
    public List<IsolationContext> claim(Predicate<IsolationContext> wanted, int limit) {
        requireNonNull(wanted, "wanted");
        Session.limit(limit);
        return withNode(own -> {
            if (dead) {
                return List.of();
            }
            Set<Long> dead = queries.holders(); // first: who is there and not among the nodes later is dead
            dead.removeAll(nodes.othersAlive(own));
            dead.remove(own);
            List<InboxQueries.Abandoned> abandoned = queries.abandoned(dead, wanted, limit);
            return abandoned.isEmpty()
                    ? List.of()
                    : inTransaction(abandoned.get(0).stream(), own, work -> new InboxLeases(work).claim(abandoned));
        });
    }

    /**
     * The entries of a stream, in their order.
     *
     * @param afterPosition only those after this position; 0 for all
     * @param limit how many at most, 1 to 10,000
     * @throws IsolationViolationException if the context is not of a chat stream, or the tenant may not have a context
     */
    public List<Entry> entries(IsolationContext stream, long afterPosition, int limit) {
        admission.accept(() -> requireStream(stream));
        Session.limit(limit);
        return withNode(own -> engine.sharedDsl(stream)
                .select(POSITION, MESSAGE_ID, PAYLOAD, ACCEPTED_BY)
                .from(INBOX)
                .where(POSITION.gt(afterPosition))
                .orderBy(POSITION)
                .limit(limit)
                .fetch(row ->
                        new Entry(stream, row.value1(), row.value2(), row.value3(), !ids.contains(row.value4()))));
    }

    /** The streams that this process holds and that have entries which other processes have accepted since it does, in no order. */
    public List<IsolationContext> awaited() {
        return withNode(queries::awaited);
    }

    /** What became of the entries that this process accepted and another one handled; each is returned once. */
    public List<Finished> finished() {
        synchronized (oneReaderOfOutcomes) {
            return withNode(own -> {
                read.addAll(queries.outcomes(ids));
                List<Finished> outcomes = List.copyOf(read);
                if (!outcomes.isEmpty()) {
                    inTransaction(outcomes.get(0).stream(), own, work -> work.forget(outcomes));
                    read.clear();
                }
                return outcomes;
            });
        }
    }

    /** All streams that this process holds, in no order. */
    public List<IsolationContext> held() {
        return withNode(queries::held);
    }

    /**
     * Gives up those of the streams that this process holds and that have no entries.
     *
     * @return those that were given up, in no order
     */
    public List<IsolationContext> release(List<IsolationContext> streams) {
        return giveUp(streams, InboxLeases::release);
    }

    /**
     * Gives up those of the streams that this process holds, with their entries: these are for whoever claims the streams next.
     *
     * @return those that were given up, in no order
     */
    public List<IsolationContext> handOver(List<IsolationContext> streams) {
        return giveUp(streams, InboxLeases::handOver);
    }

    /** How streams are given up. */
    private interface Farewell {
        List<IsolationContext> to(InboxLeases leases, Iterable<IsolationContext> streams) throws SQLException;
    }

    private List<IsolationContext> giveUp(List<IsolationContext> streams, Farewell farewell) {
        TreeSet<IsolationContext> ordered = new TreeSet<>(CanonicalSchema.STREAM_ORDER);
        streams.forEach(stream -> {
            admission.accept(() -> requireStream(stream));
            ordered.add(stream);
        });
        return withNode(own -> ordered.isEmpty()
                ? List.of()
                : inTransaction(ordered.first(), own, work -> farewell.to(new InboxLeases(work), ordered)));
    }

    /**
     * Gives a sign of life: without one for the lease time, others may take this process for dead.
     *
     * @return false if that happened: from then on this process holds no stream and takes none, until the next call, which
     *     gives it a new life; what it accepted is for whoever holds the streams next
     * @throws IllegalStateException if it cannot live again since the database is SQLite and another process is alive
     */
    public boolean renew() {
        if (withNode(own -> !dead && nodes.extend(own))) {
            return true;
        }
        Lock write = identity.writeLock();
        write.lock();
        try {
            requireOpen();
            return dead ? liveAgain() : !die();
        } finally {
            write.unlock();
        }
    }

    /** Two steps, so that whoever learns of the death can forget what was held before anything new is. */
    private boolean die() {
        dead = !nodes.extend(node);
        return dead;
    }

    /** Once it is begun, the id of the new life is one of this process's: it may have been entered though that was not told. */
    private boolean liveAgain() {
        long latest = ids.get(ids.size() - 1);
        long next = latest == node ? InboxNodes.newId() : latest;
        if (next != latest) {
            ids.add(next);
        }
        inNodes(own -> {
            own.register(next);
            own.rename(node, next);
        });
        node = next;
        dead = false;
        return true;
    }

    /**
     * How many entries a scope has.
     *
     * @throws IsolationViolationException if the tenant may not have a context
     */
    public long pending(IsolationContext scope) {
        admission.accept(() -> requireNonNull(scope, "scope"));
        return withNode(own -> engine.sharedDsl(scope)
                .select(DSL.count().cast(SQLDataType.BIGINT))
                .from(INBOX)
                .fetchSingle()
                .value1());
    }

    /** Gives up all streams, and ends this process's part in the inbox; the entries stay. Does nothing the second time. */
    @Override
    public void close() {
        Lock write = identity.writeLock();
        write.lock();
        try {
            if (!closed) {
                ids.forEach(nodes::remove);
                closed = true;
            }
        } finally {
            write.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The message inbox is closed");
        }
    }

    private <T> T withNode(LongFunction<T> action) {
        Lock read = identity.readLock();
        read.lock();
        try {
            requireOpen();
            return action.apply(node);
        } finally {
            read.unlock();
        }
    }

    private <T> T inTransaction(IsolationContext stream, long own, InboxWork.Action<T> action) {
        InboxStatements known = statements.get(stream);
        return transactions.run(
                FAILURE, transaction -> action.in(new InboxWork(transaction, known, own, nodes.clock())));
    }

    private void inNodes(Consumer<InboxNodes> action) {
        transactions.run(FAILURE, transaction -> {
            action.accept(nodes(transaction));
            return true;
        });
    }

    private InboxNodes nodes(ScopedTransaction transaction) {
        return nodes.in(engine.unscoped(transaction.connection()));
    }
}
