package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.SQLStateClass;
import org.maibot.isolation.heartflow.InboxThread.Ending;
import org.maibot.isolation.heartflow.Journal.Keeper;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.jdbc.MessageInbox;
import org.maibot.isolation.jdbc.MessageInbox.Completion;

/**
 * Stores what messages leave, and tries again what could not be stored, as long as this process lives: what a generator was paid for outlasts a database
 * that is away for a while. For the inbox's thread, except {@link #add}.
 */
final class Endings {
    /** How often it is tried to store what the database takes for wrong. */
    private static final int ATTEMPTS_IF_WRONG = 6;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int DOUBLINGS = 4;

    private final MessageInbox inbox;
    private final Keeper keeper;
    private final Time time;
    private final InboxThread thread;
    private final HeldStreams streams;
    private final ParkedMessages parked;
    private final InboxTrouble trouble;
    private final Map<Delivery, Ending> unwritten = new LinkedHashMap<>();
    private boolean isDue;
    private int rounds;
    private boolean closing;

    Endings(
            MessageInbox inbox,
            Keeper keeper,
            Time time,
            InboxThread thread,
            HeldStreams streams,
            ParkedMessages parked,
            InboxTrouble trouble) {
        this.inbox = inbox;
        this.keeper = keeper;
        this.time = time;
        this.thread = thread;
        this.streams = streams;
        this.parked = parked;
        this.trouble = trouble;
    }

    void add(Ending ending) {
        if (!thread.end(ending)) {
            keeper.completed(ending.delivery(), Postponed.byClosing());
        }
    }

    /** Stores what it can; returns false if that was not all in one transaction. */
    boolean write(List<Ending> endings) {
        List<Boolean> completed;
        try {
            completed = inbox.complete(endings.stream().map(Endings::completion).toList());
            trouble.over();
        } catch (RuntimeException | Error e) {
            notWritten(endings, e);
            return false;
        }
        streams.completed(endings.stream().map(ending -> ending.delivery().stream));
        for (int i = 0; i < endings.size(); i++) {
            written(endings.get(i), completed.get(i));
        }
        return true;
    }

    private static Completion completion(Ending ending) {
        Handled handled = ending.handled();
        return new Completion(
                requireNonNull(ending.delivery().entry),
                handled.messages(),
                handled.usages(),
                OutcomeJson.write(handled.outcome()));
    }

    private void notWritten(List<Ending> endings, Throwable cause) {
        Ending last = endings.get(endings.size() - 1);
        if (endings.size() > 1) {
            writeEach(
                    endings.stream().map(Ending::again).toList(), cause); // they may be stored though that was not told
        } else if (isWrong(cause) && last.attempt() >= ATTEMPTS_IF_WRONG) {
            streams.leaveThere(last.delivery());
            ended(last, new Failed(Step.COMMIT, cause));
        } else {
            keep(last, cause);
        }
    }

    /**
     * One of them may be the cause: each has a chance of its own, unless the first fails as well, as it does while the database is away. That one is kept
     * before the others, and is the last to be tried again.
     */
    private void writeEach(List<Ending> endings, Throwable cause) {
        boolean works = false;
        for (int i = endings.size() - 1; i >= 0; i--) {
            works |= write(List.of(endings.get(i)));
            if (!works) {
                endings.subList(0, i).forEach(ending -> keep(ending, cause));
                return;
            }
        }
    }

    private void keep(Ending ending, Throwable cause) {
        Delivery delivery = ending.delivery();
        if (closing) {
            ended(ending, Postponed.byClosing());
            return;
        }
        unwritten.remove(delivery); // to its new place
        unwritten.put(delivery, ending.again());
        trouble.unwritten(unwritten.size(), cause);
        if (!isDue) {
            isDue = true;
            time.after(
                    FIRST_PAUSE.multipliedBy(1L << Math.min(rounds, DOUBLINGS)), () -> thread.later(this::writeAgain));
        }
    }

    private void writeAgain() {
        isDue = false;
        rounds++;
        if (!unwritten.isEmpty()) {
            write(List.copyOf(unwritten.values()));
        }
        if (unwritten.isEmpty()) {
            rounds = 0;
        }
    }

    /** Whether the database takes for wrong what was to be stored, as a constraint does; all else may be over some time. */
    private static boolean isWrong(Throwable cause) {
        return !(cause instanceof DataAccessException failure)
                || failure.sqlStateClass() == SQLStateClass.C22_DATA_EXCEPTION
                || failure.sqlStateClass() == SQLStateClass.C23_INTEGRITY_CONSTRAINT_VIOLATION;
    }

    private void written(Ending ending, boolean completed) {
        if (completed) {
            ended(ending, ending.handled().outcome());
            return;
        }
        try {
            notCompleted(ending);
        } catch (RuntimeException | Error e) {
            keep(ending, e);
        }
    }

    /** This process does not hold the chat stream, or the entry is gone. */
    private void notCompleted(Ending ending) {
        Delivery delivery = ending.delivery();
        boolean pending = isPending(delivery);
        Optional<Outcome> told = pending ? Optional.empty() : parked.told(delivery);
        if (told.isPresent()) {
            forget(delivery);
            streams.lose(delivery);
            keeper.completed(delivery, told.get());
        } else if (pending || ending.attempt() == 1 || isAnothersAndInDoubt(delivery)) {
            forget(delivery);
            streams.lose(delivery); // first, so that none that waits behind it has its turn
            parked.park(delivery);
        } else { // an attempt that seemed to fail has done it: another process would have told
            ended(ending, ending.handled().outcome());
        }
    }

    private boolean isAnothersAndInDoubt(Delivery delivery) {
        return ParkedMessages.isOfAnother(delivery) && streams.isInDoubt(delivery);
    }

    private boolean isPending(Delivery delivery) {
        long position = requireNonNull(delivery.entry).position();
        return inbox.entries(delivery.stream, position - 1, 1).stream().anyMatch(entry -> entry.position() == position);
    }

    private void ended(Ending ending, Outcome outcome) {
        Delivery delivery = ending.delivery();
        forget(delivery);
        streams.leave(delivery); // first, so that what is read on has its place before this one is out
        keeper.completed(delivery, outcome);
    }

    private void forget(Delivery delivery) {
        if (unwritten.remove(delivery) != null) {
            trouble.unwritten(unwritten.size(), null);
        }
    }

    /** Tries once more what is not stored yet; what cannot be stays in the inbox. */
    void close() {
        closing = true;
        if (!unwritten.isEmpty()) {
            write(List.copyOf(unwritten.values()));
        }
    }
}
