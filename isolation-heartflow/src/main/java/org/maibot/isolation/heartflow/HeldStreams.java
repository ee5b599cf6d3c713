package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Journal.Keeper;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.jdbc.MessageInbox;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which chat streams this process holds, and what of them is in memory: it takes streams, reads their messages from the inbox, and gives them up. For the
 * inbox's thread, except {@link #claimSoon()} and {@link #isClaiming()}.
 */
final class HeldStreams {
    private static final Logger LOG = LoggerFactory.getLogger(HeldStreams.class);

    /** How many messages of a chat stream are read at once. */
    private static final int CHUNK = 500;

    private static final int CLAIMED_AT_ONCE = 500;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final MessageInbox inbox;
    private final Keeper keeper;
    private final Time time;
    private final InboxThread thread;
    private final ParkedMessages parked;
    private final InboxTrouble trouble;
    private final Map<IsolationContext, Held> held = new HashMap<>();
    private final AtomicBoolean claiming = new AtomicBoolean();

    /** Whether this process may hold streams that are not among those. */
    private boolean inDoubt;

    HeldStreams(
            MessageInbox inbox,
            Keeper keeper,
            Time time,
            InboxThread thread,
            ParkedMessages parked,
            InboxTrouble trouble) {
        this.inbox = inbox;
        this.keeper = keeper;
        this.time = time;
        this.thread = thread;
        this.parked = parked;
        this.trouble = trouble;
    }

    /** A message was accepted for this process; returns false if its chat stream is to be {@link #read} for it. */
    boolean enter(Delivery delivery, Entry entry) {
        Held stream = held.computeIfAbsent(delivery.stream, any -> inDoubt ? new Held() : Held.upTo(entry));
        if (stream.isClosing()) {
            stream.restart();
        } else if (stream.isNext(entry)) {
            stream.enter(delivery, entry);
            return true;
        }
        stream.take();
        return false;
    }

    /** Whether this process is known to hold a chat stream. */
    boolean holds(IsolationContext name) {
        Held stream = held.get(name);
        return stream != null && stream.isOurs();
    }

    /** It is not known any more which streams this process holds beside these: a transaction may have taken or kept some. */
    void doubt() {
        inDoubt = true;
    }

    /** Finds out which they are. */
    private void holdWhatIsOurs() {
        if (inDoubt) {
            for (IsolationContext name : inbox.held()) {
                if (!held.containsKey(name)) {
                    read(name);
                }
            }
            inDoubt = false;
        }
    }

    /** Reads what is in the inbox of a chat stream that this process handles, and not in memory. */
    void read(IsolationContext name) {
        if (!keeper.serves(name)) {
            giveUpIfIdle(name);
            return;
        }
        Held stream = held.computeIfAbsent(name, any -> new Held());
        if (stream.isClosing()) {
            stream.restart(); // its first messages would be read after these
        } else if (stream.isCurrent()) {
            load(name, stream);
        } else {
            readOn(name, stream);
        }
    }

    /** Reads the next messages of a chat stream of which there are more in the inbox, once all in memory are handled. */
    private void readOn(IsolationContext name, Held stream) {
        if (held.get(name) == stream && stream.isOurs() && !stream.isCurrent() && !stream.isInMemory()) {
            load(name, stream);
        }
    }

    private void load(IsolationContext name, Held stream) {
        List<Entry> entries;
        try {
            entries = inbox.entries(name, stream.last(), CHUNK);
        } catch (RuntimeException | Error e) {
            trouble.failed("Messages in the inbox cannot be read: ", e);
            stream.restart();
            again(() -> readOn(name, stream));
            return;
        }
        stream.read(entries.size() < CHUNK);
        for (Entry entry : entries) {
            stream.pass(entry);
            if (!stream.isLeftThere(entry)) {
                delivery(name, stream, entry).ifPresent(kept -> {
                    stream.enter(kept, entry);
                    keeper.offerKept(kept);
                });
            }
        }
        if (!keeper.serves(name)) {
            stream.restart();
            giveUpIfIdle(name);
        } else if (!stream.isCurrent()) {
            thread.later(() -> readOn(name, stream)); // if nothing of these came into memory, whose end reads on
        }
    }

    /** The message of an entry; what cannot be read stays in the inbox, for a version that can, and so does what is served no longer. */
    private Optional<Delivery> delivery(IsolationContext name, Held stream, Entry entry) {
        Optional<Delivery> waiting = parked.take(name, entry.position());
        if (waiting.isPresent() && !waiting.get().agent.closed) {
            return waiting;
        }
        waiting.ifPresent(closed -> keeper.completed(closed, Postponed.byClosing()));
        try {
            return keeper.revive(name, entry.payload());
        } catch (IllegalArgumentException e) {
            stream.leaveThere(entry);
            LOG.atError()
                    .addKeyValue("scope", name)
                    .addKeyValue("position", entry.position())
                    .setCause(e)
                    .log("a message in the inbox cannot be read; it is left there");
            return Optional.empty();
        }
    }

    /** After a pause, on the inbox's thread. */
    private void again(Runnable task) {
        time.after(PAUSE, () -> thread.later(task));
    }

    private Held of(Delivery delivery) {
        return requireNonNull(held.get(delivery.stream), "a chat stream with messages in memory");
    }

    /** Messages of some chat streams were completed, in one transaction. */
    void completed(Stream<IsolationContext> streams) {
        streams.distinct().map(held::get).filter(Objects::nonNull).forEach(Held::completed);
    }

    /** A message leaves memory; with the last one, the chat stream is forgotten or read on. */
    void leave(Delivery delivery) {
        Held stream = of(delivery);
        stream.leave();
        if (!stream.isInMemory() && !stream.isOurs()) {
            held.remove(delivery.stream);
        } else {
            readOn(delivery.stream, stream);
        }
    }

    /** What a message leaves cannot be stored: it stays in the inbox, for the next start or another process. */
    void leaveThere(Delivery delivery) {
        of(delivery).leaveThere(requireNonNull(delivery.entry));
    }

    /** A message leaves memory that is to have its turn again: its chat stream is read from the beginning. */
    void leaveForAnotherTurn(Delivery delivery) {
        of(delivery).restart();
        leave(delivery);
    }

    /** A message leaves memory without its turn, and the chat stream is given up with the last one. */
    void leaveForOthers(Delivery delivery) {
        Held stream = of(delivery);
        stream.restart();
        stream.leave();
        if (!stream.isInMemory()) {
            held.remove(delivery.stream);
            handOver(delivery.stream);
        }
    }

    /** Gives up a chat stream that is not served any more, with what it has in the inbox, once nothing of it is in memory. */
    private void giveUpIfIdle(IsolationContext name) {
        Held stream = held.get(name);
        if (stream == null || !stream.isInMemory()) {
            held.remove(name);
            handOver(name);
        }
    }

    /** Gives up a chat stream with what it has in the inbox; again and again until the database takes it. */
    private void handOver(IsolationContext name) {
        try {
            inbox.handOver(List.of(name));
        } catch (RuntimeException | Error e) {
            trouble.failed("A chat stream cannot be given up: ", e);
            doubt();
            again(() -> {
                if (!held.containsKey(name)) {
                    handOver(name);
                }
            });
        }
    }

    /** Whether others could take the chat stream of a message since that came into memory. */
    boolean isInDoubt(Delivery delivery) {
        learnOfDeath();
        return of(delivery).wasLostAfter(requireNonNull(delivery.entry));
    }

    /** Another process handles the chat stream of a message that was handled here. */
    void lose(Delivery delivery) {
        handOver(delivery.stream);
        lose(stream -> stream.equals(delivery.stream));
        leave(delivery);
    }

    /** Others may handle some chat streams now: what waits there is parked. */
    private void lose(Predicate<IsolationContext> streams) {
        held.forEach((name, stream) -> {
            if (streams.test(name)) {
                stream.lose();
            }
        });
        for (Delivery waiting : keeper.lost(streams)) {
            parked.add(waiting);
            leave(waiting);
        }
        held.values().removeIf(stream -> !stream.isOurs() && !stream.isInMemory());
    }

    /** Gives up those of some chat streams that have nothing in memory or in the inbox. */
    void release(List<IsolationContext> streams) {
        List<IsolationContext> idle = streams.stream()
                .filter(stream -> !held.containsKey(stream) || !held.get(stream).isInMemory())
                .toList();
        try {
            inbox.release(idle).forEach(held::remove);
        } catch (RuntimeException | Error e) {
            trouble.failed("Chat streams cannot be given up: ", e);
            doubt();
        }
        idle.stream().filter(held::containsKey).forEach(this::readAgain); // others have entered something
    }

    private void readAgain(IsolationContext name) {
        requireNonNull(held.get(name)).restart();
        read(name);
    }

    /** Gives a sign of life. */
    void renew() {
        try {
            learnOfDeath();
            holdWhatIsOurs();
            trouble.over();
            claim();
        } catch (RuntimeException | Error e) {
            trouble.failed("The inbox cannot be reached: ", e);
        }
    }

    /** Loses all chat streams if this process was taken for dead. */
    private void learnOfDeath() {
        if (!inbox.renew()) {
            lose(stream -> true);
        }
    }

    /** Takes over what nobody handles and is for this process, after what else is to be written. */
    void claimSoon() {
        if (claiming.compareAndSet(false, true) && !thread.execute(this::claim)) {
            claiming.set(false); // closed
        }
    }

    /** Whether that is to be done still. */
    boolean isClaiming() {
        return claiming.get();
    }

    /** Takes over some chat streams that have messages and that nobody handles; the rest after what else is to be written. */
    private void claim() {
        claiming.set(false);
        List<IsolationContext> claimed;
        try {
            claimed = inbox.claim(keeper::serves, CLAIMED_AT_ONCE);
        } catch (RuntimeException | Error e) {
            trouble.failed("Chat streams cannot be taken over: ", e);
            doubt();
            return;
        }
        for (IsolationContext stream : claimed) {
            Held taken = held.computeIfAbsent(stream, any -> new Held());
            taken.take();
            taken.restart();
            thread.later(() -> readOn(stream, taken));
        }
        if (claimed.size() == CLAIMED_AT_ONCE) {
            claimSoon();
        }
    }
}
