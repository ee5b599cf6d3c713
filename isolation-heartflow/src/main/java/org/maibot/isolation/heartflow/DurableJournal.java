package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.InboxThread.Ending;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.jdbc.MessageInbox;
import org.maibot.isolation.jdbc.MessageInbox.Arrival;
import org.maibot.isolation.jdbc.MessageInbox.Completion;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps accepted messages in the isolation database. Whatever is written goes through one thread, which writes all that has come in
 * meanwhile in one transaction; the fields here are that thread's alone.
 */
final class DurableJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(DurableJournal.class);

    /** How many messages of a chat stream are read at once. */
    private static final int CHUNK = 500;

    private static final int CLAIMED_AT_ONCE = 100;
    private static final int ATTEMPTS = 6;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONG_PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK_AROUND = Duration.ofMillis(200);

    private final MessageInbox inbox;
    private final Keeper keeper;
    private final Time time;
    private final InboxThread thread;
    private final Map<IsolationContext, Held> held = new HashMap<>();
    private final Map<Key, Delivery> parked = new HashMap<>();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private volatile @Nullable String problem;

    /** Identifies a message. */
    private record Key(IsolationContext stream, String messageId) {
        static Key of(Delivery delivery) {
            return new Key(delivery.stream, delivery.message.messageId());
        }
    }

    /** A chat stream of which this process handles messages, or did until lately. */
    private static final class Held {
        /** The position of the last message that came into memory. */
        private long last;

        /** How many messages of it are in memory. */
        private int inMemory;

        /** How many numbers of the stream were taken since by what was completed: one for each transaction. */
        private int taken;

        /** Whether it is this process that handles it. */
        private boolean ours = true;

        /** Whether none was left in the inbox when it was last read. */
        private boolean current;

        /** A chat stream that this process has just taken, without messages before this one. */
        static Held upTo(Entry first) {
            Held taken = new Held();
            taken.last = first.position() - 2;
            taken.current = true;
            return taken;
        }

        /** Whether a message follows the last one at once, so that none of another process can be between them. */
        boolean isNext(Entry entry) {
            return ours && current && entry.position() == last + 2 + taken;
        }

        /** It is to be read from the beginning, once what is in memory has left it. */
        void restart() {
            last = 0;
            current = false;
        }
    }

    /** Begins; {@link #close()} ends it. */
    DurableJournal(MessageInbox inbox, Duration leaseTime, Keeper keeper, Time time) {
        this.inbox = inbox;
        this.keeper = keeper;
        this.time = time;
        this.thread = new InboxThread(this::write);
        thread.start();
        time.every(leaseTime.dividedBy(3), () -> later(this::renew));
        time.every(LOOK_AROUND, () -> later(this::lookAround));
    }

    @Override
    public void accept(Delivery delivery) {
        keeper.reserve(delivery);
        if (!thread.arrive(delivery)) {
            keeper.notAccepted(delivery, Refused.of(Refusals.closed()));
        }
    }

    @Override
    public Optional<Outcome> beforeTurn(Delivery delivery) {
        return Optional.empty();
    }

    @Override
    public void complete(Delivery delivery, Handled handled) {
        end(new Ending(delivery, handled, 1));
    }

    private void end(Ending ending) {
        if (!thread.end(ending)) {
            keeper.completed(ending.delivery(), Postponed.byClosing());
        }
    }

    @Override
    public void takeBack(Delivery delivery, Failed stopped) {
        if (!thread.execute(() -> takeBack(delivery))) {
            keeper.completed(delivery, Postponed.byClosing());
        }
    }

    private void takeBack(Delivery delivery) {
        Held stream = heldOf(delivery);
        stream.restart();
        if (delivery.agent.closed) {
            keeper.completed(delivery, Postponed.byClosing());
            leaveForOthers(delivery.stream, stream);
        } else {
            park(delivery);
            leave(delivery.stream, stream);
        }
    }

    @Override
    public void abandon(List<Delivery> deliveries) {
        later(() -> deliveries.forEach(delivery -> {
            Held stream = heldOf(delivery);
            stream.restart();
            leaveForOthers(delivery.stream, stream);
        }));
    }

    private Held heldOf(Delivery delivery) {
        return requireNonNull(held.get(delivery.stream), "a chat stream with messages in memory");
    }

    /** A message leaves memory, and the chat stream is given up with the last one. */
    private void leaveForOthers(IsolationContext name, Held stream) {
        stream.inMemory--;
        if (stream.inMemory == 0) {
            held.remove(name);
            handOver(name);
        }
    }

    /** Gives up a chat stream with what it has in the inbox; again and again until the database takes it. */
    private void handOver(IsolationContext name) {
        try {
            inbox.handOver(List.of(name));
        } catch (RuntimeException e) {
            failed("A chat stream cannot be given up: ", e);
            again(() -> {
                if (!held.containsKey(name)) {
                    handOver(name);
                }
            });
        }
    }

    private void failed(String what, RuntimeException cause) {
        problem = what + cause;
        LOG.warn("the heartflow's inbox failed; it is tried again", cause);
    }

    /** After a pause, on the inbox's thread. */
    private void again(Runnable task) {
        time.after(LONG_PAUSE, () -> later(task));
    }

    /** A message leaves memory; with the last one, the chat stream is forgotten or read on. */
    private void leave(IsolationContext name, Held stream) {
        stream.inMemory--;
        if (stream.inMemory == 0 && !stream.ours) {
            held.remove(name);
        } else {
            readOn(name, stream);
        }
    }

    @Override
    public void release(List<IsolationContext> streams) {
        later(() -> giveUp(streams));
    }

    @Override
    public void agentsChanged() {
        if (claiming.compareAndSet(false, true)) {
            later(this::claim);
        }
    }

    @Override
    public void settle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        do {
            awaitTasks(end);
        } while (claiming.get() && System.nanoTime() < end);
        awaitTasks(end); // claimed streams are read by tasks of their own
    }

    private void awaitTasks(long end) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        if (thread.execute(reached::countDown) && !reached.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            LOG.debug("the inbox has more to do than there is time for");
        }
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void close() {
        thread.close();
        inbox.close();
        parked.values().forEach(delivery -> keeper.completed(delivery, Postponed.byClosing()));
        parked.clear();
    }

    private void write(List<Delivery> arrivals, List<Ending> endings) {
        if (!endings.isEmpty()) {
            writeEndings(endings);
        }
        if (!arrivals.isEmpty()) {
            writeArrivals(arrivals);
        }
    }

    private void writeArrivals(List<Delivery> arrivals) {
        List<Receipt> receipts;
        try {
            receipts =
                    inbox.accept(arrivals.stream().map(DurableJournal::arrival).toList());
            problem = null;
        } catch (RuntimeException e) {
            notAccepted(arrivals, e);
            return;
        }
        Set<IsolationContext> unread = new LinkedHashSet<>();
        for (int i = 0; i < arrivals.size(); i++) {
            received(arrivals.get(i), receipts.get(i), unread);
        }
        unread.forEach(this::read);
    }

    /** One of them may be the cause: each has a chance of its own. */
    private void notAccepted(List<Delivery> arrivals, RuntimeException cause) {
        if (arrivals.size() > 1) {
            arrivals.forEach(delivery -> writeArrivals(List.of(delivery)));
        } else {
            problem = "Messages cannot be kept: " + cause;
            keeper.notAccepted(arrivals.get(0), new Failed(Step.INBOX, cause));
        }
    }

    private static Arrival arrival(Delivery delivery) {
        return new Arrival(delivery.stream, delivery.message.messageId(), delivery.message.toJson());
    }

    private void received(Delivery delivery, Receipt receipt, Set<IsolationContext> unread) {
        if (receipt instanceof Receipt.Accepted accepted) {
            Held stream = held.computeIfAbsent(delivery.stream, any -> Held.upTo(accepted.entry()));
            if (stream.isNext(accepted.entry())) {
                enter(stream, delivery, accepted.entry());
                keeper.accepted(delivery);
            } else {
                stream.ours = true;
                park(delivery);
                unread.add(delivery.stream);
            }
        } else if (receipt instanceof Receipt.HeldElsewhere) {
            park(delivery);
        } else {
            keeper.notAccepted(
                    delivery,
                    new Ignored(
                            IgnoreReason.DUPLICATE,
                            "a message of this id is in the chat stream already, or waits there"));
        }
    }

    private void park(Delivery delivery) {
        parked.put(Key.of(delivery), delivery);
        keeper.parked(delivery);
    }

    private static void enter(Held stream, Delivery delivery, Entry entry) {
        delivery.entry = entry;
        stream.last = entry.position();
        stream.taken = 0;
        stream.inMemory++;
    }

    /** Reads what is in the inbox of a chat stream that this process handles, and not in memory. */
    private void read(IsolationContext name) {
        Held stream = held.computeIfAbsent(name, any -> new Held());
        if (stream.current) {
            load(name, stream);
        } else {
            readOn(name, stream);
        }
    }

    /** Reads the next messages of a chat stream of which there are more in the inbox, once all in memory are handled. */
    private void readOn(IsolationContext name, Held stream) {
        if (held.get(name) == stream && stream.ours && !stream.current && stream.inMemory == 0) {
            load(name, stream);
        }
    }

    private void load(IsolationContext stream, Held known) {
        List<Entry> entries;
        try {
            entries = inbox.entries(stream, known.last, CHUNK);
        } catch (RuntimeException e) {
            failed("Messages in the inbox cannot be read: ", e);
            known.restart();
            again(() -> readOn(stream, known));
            return;
        }
        known.current = entries.size() < CHUNK;
        for (Entry entry : entries) {
            known.last = entry.position();
            Optional<Delivery> delivery = delivery(stream, entry);
            delivery.ifPresent(kept -> {
                enter(known, kept, entry);
                keeper.offerKept(kept);
            });
        }
    }

    /** The message of an entry; what cannot be read stays in the inbox, for a version that can. */
    private Optional<Delivery> delivery(IsolationContext stream, Entry entry) {
        Delivery waiting = parked.remove(new Key(stream, entry.messageId()));
        if (waiting != null) {
            return Optional.of(waiting);
        }
        try {
            return Optional.of(keeper.revive(stream, entry.payload()));
        } catch (IllegalArgumentException e) {
            LOG.atError()
                    .addKeyValue("scope", stream)
                    .addKeyValue("position", entry.position())
                    .setCause(e)
                    .log("a message in the inbox cannot be read; it is left there");
            return Optional.empty();
        }
    }

    private void writeEndings(List<Ending> endings) {
        List<Boolean> written;
        try {
            written = inbox.complete(
                    endings.stream().map(DurableJournal::completion).toList());
            problem = null;
        } catch (RuntimeException e) {
            notWritten(endings, e);
            return;
        }
        endings.stream()
                .map(ending -> ending.delivery().stream)
                .distinct()
                .map(held::get)
                .filter(Objects::nonNull)
                .forEach(stream -> stream.taken++);
        for (int i = 0; i < endings.size(); i++) {
            ended(endings.get(i), written.get(i));
        }
    }

    private static Completion completion(Ending ending) {
        Handled handled = ending.handled();
        return new Completion(
                requireNonNull(ending.delivery().entry),
                handled.messages(),
                handled.usages(),
                OutcomeJson.write(handled.outcome()));
    }

    private void notWritten(List<Ending> endings, RuntimeException cause) {
        if (endings.size() > 1) {
            endings.forEach(ending -> writeEndings(List.of(ending)));
            return;
        }
        problem = "What messages leave cannot be stored: " + cause;
        Ending ending = endings.get(0);
        if (ending.attempt() < ATTEMPTS) {
            time.after(
                    PAUSE.multipliedBy(1L << ending.attempt()),
                    () -> end(new Ending(ending.delivery(), ending.handled(), ending.attempt() + 1)));
        } else {
            keeper.completed(ending.delivery(), new Failed(Step.COMMIT, cause));
            leave(ending.delivery().stream, heldOf(ending.delivery()));
        }
    }

    private void ended(Ending ending, boolean written) {
        Delivery delivery = ending.delivery();
        if (written || ending.attempt() > 1) { // an attempt that seemed to fail may have written it
            leave(
                    delivery.stream,
                    heldOf(delivery)); // first, so that what is read on has its place before this one is out
            keeper.completed(delivery, ending.handled().outcome());
        } else {
            park(delivery);
            handOver(delivery.stream);
            lose(stream -> stream.equals(delivery.stream));
            leave(delivery.stream, heldOf(delivery));
        }
    }

    /** Others may handle some chat streams now: what waits there is parked. */
    private void lose(Predicate<IsolationContext> streams) {
        held.forEach((name, stream) -> {
            if (streams.test(name)) {
                stream.ours = false;
                stream.restart();
            }
        });
        for (Delivery waiting : keeper.lost(streams)) {
            parked.put(Key.of(waiting), waiting);
            leave(waiting.stream, heldOf(waiting));
        }
        held.values().removeIf(stream -> !stream.ours && stream.inMemory == 0);
    }

    private void giveUp(List<IsolationContext> streams) {
        List<IsolationContext> idle = streams.stream()
                .filter(stream -> !held.containsKey(stream) || held.get(stream).inMemory == 0)
                .toList();
        idle.forEach(held::remove);
        inbox.release(idle);
    }

    private void renew() {
        try {
            if (!inbox.renew()) {
                lose(stream -> true);
            }
            problem = null;
            claim();
        } catch (RuntimeException e) {
            failed("The inbox cannot be reached: ", e);
        }
    }

    /** Takes over some chat streams that have messages and that nobody handles; the rest after what else is to be written. */
    private void claim() {
        claiming.set(false);
        List<IsolationContext> claimed = inbox.claim(keeper::serves, CLAIMED_AT_ONCE);
        for (IsolationContext stream : claimed) {
            Held taken = held.computeIfAbsent(stream, any -> new Held());
            taken.ours = true;
            taken.restart();
            later(() -> readOn(stream, taken));
        }
        if (claimed.size() == CLAIMED_AT_ONCE) {
            agentsChanged();
        }
    }

    /** After what else is to be written. */
    private void later(Runnable task) {
        if (!thread.execute(task)) {
            LOG.debug("the heartflow closes; other processes go on");
        }
    }

    /** Looks for what other processes have done. */
    private void lookAround() {
        inbox.awaited().forEach(this::read);
        if (!parked.isEmpty()) {
            inbox.finished().forEach(finished -> {
                Delivery delivery = parked.remove(new Key(finished.stream(), finished.messageId()));
                if (delivery != null) {
                    keeper.completed(delivery, OutcomeJson.read(finished.outcome()));
                }
            });
        }
    }
}
