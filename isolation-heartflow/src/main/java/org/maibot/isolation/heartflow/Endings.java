package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.maibot.isolation.heartflow.InboxThread.Ending;
import org.maibot.isolation.heartflow.Journal.Keeper;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.jdbc.MessageInbox;
import org.maibot.isolation.jdbc.MessageInbox.Completion;

/** Stores what messages leave, and tries again what could not be stored. For the inbox's thread, except {@link #add}. */
final class Endings {
    private static final int ATTEMPTS = 6;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final MessageInbox inbox;
    private final Keeper keeper;
    private final Time time;
    private final InboxThread thread;
    private final HeldStreams streams;
    private final ParkedMessages parked;
    private final InboxTrouble trouble;

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

    void write(List<Ending> endings) {
        List<Boolean> written;
        try {
            written = inbox.complete(endings.stream().map(Endings::completion).toList());
            trouble.over();
        } catch (RuntimeException e) {
            notWritten(endings, e);
            return;
        }
        streams.completed(endings.stream().map(ending -> ending.delivery().stream));
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

    /** One of them may be the cause: each has a chance of its own. */
    private void notWritten(List<Ending> endings, RuntimeException cause) {
        if (endings.size() > 1) {
            endings.forEach(ending -> write(List.of(ending)));
            return;
        }
        trouble.is("What messages leave cannot be stored: ", cause);
        Ending ending = endings.get(0);
        if (ending.attempt() < ATTEMPTS) {
            time.after(
                    PAUSE.multipliedBy(1L << ending.attempt()),
                    () -> add(new Ending(ending.delivery(), ending.handled(), ending.attempt() + 1)));
        } else {
            keeper.completed(ending.delivery(), new Failed(Step.COMMIT, cause));
            streams.leave(ending.delivery());
        }
    }

    private void ended(Ending ending, boolean written) {
        Delivery delivery = ending.delivery();
        if (written || ending.attempt() > 1) { // an attempt that seemed to fail may have written it
            streams.leave(delivery); // first, so that what is read on has its place before this one is out
            keeper.completed(delivery, ending.handled().outcome());
        } else {
            parked.park(delivery);
            streams.lose(delivery);
        }
    }
}
