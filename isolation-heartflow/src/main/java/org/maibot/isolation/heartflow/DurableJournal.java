package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jooq.exception.DataAccessException;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.heartflow.InboxThread.Ending;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.jdbc.MessageInbox;
import org.maibot.isolation.jdbc.MessageInbox.Arrival;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps accepted messages in the isolation database. Whatever is written goes through one thread, which writes all that has come in
 * meanwhile in one transaction: what comes in here, what messages leave in {@link Endings}, and who holds which chat stream in {@link HeldStreams}.
 */
final class DurableJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(DurableJournal.class);
    private static final Duration LOOK_AROUND = Duration.ofMillis(200);

    /** It looks again after that time at the latest, however long a look takes. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** How long a piece of the inbox's work may last before it is told as a problem. */
    private static final Duration TOO_LONG = Duration.ofSeconds(5);

    private final MessageInbox inbox;
    private final Keeper keeper;
    private final Time time;
    private final InboxTrouble trouble = new InboxTrouble();
    private final InboxThread thread;
    private final ParkedMessages parked;
    private final HeldStreams streams;
    private final Endings endings;
    private long nextLook = Long.MIN_VALUE;

    /** Begins; {@link #close()} ends it. */
    DurableJournal(MessageInbox inbox, Duration leaseTime, Keeper keeper, Time time) {
        this.inbox = inbox;
        this.keeper = keeper;
        this.time = time;
        this.thread = new InboxThread(this::write, time);
        this.parked = new ParkedMessages(inbox, keeper);
        this.streams = new HeldStreams(inbox, keeper, time, thread, parked, trouble);
        this.endings = new Endings(inbox, keeper, time, thread, streams, parked, trouble);
        thread.start();
        time.every(leaseTime.dividedBy(3), () -> thread.later(streams::renew));
        time.every(LOOK_AROUND, () -> thread.later(this::lookAround));
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
        endings.add(new Ending(delivery, handled, 1));
    }

    @Override
    public void takeBack(Delivery delivery, Failed stopped) {
        if (!thread.execute(() -> takeBack(delivery))) {
            keeper.completed(delivery, Postponed.byClosing());
        }
    }

    private void takeBack(Delivery delivery) {
        if (delivery.agent.closed) {
            keeper.completed(delivery, Postponed.byClosing());
            streams.leaveForOthers(delivery);
        } else {
            parked.park(delivery);
            streams.leaveForAnotherTurn(delivery);
        }
    }

    @Override
    public void abandon(Predicate<IsolationContext> letGo, List<Delivery> deliveries) {
        thread.later(() -> {
            deliveries.forEach(streams::leaveForOthers);
            parked.letGo(letGo);
        });
    }

    @Override
    public boolean isWorkingHere() {
        return thread.isCurrent();
    }

    @Override
    public void release(List<IsolationContext> idle) {
        thread.later(() -> streams.release(idle));
    }

    @Override
    public void agentsChanged() {
        streams.claimSoon();
    }

    @Override
    public void settle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        do {
            awaitTasks(end);
        } while (streams.isClaiming() && System.nanoTime() < end);
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
        return thread.busyFor() < TOO_LONG.toNanos()
                ? trouble.problem()
                : Optional.of("The inbox's thread has been busy for more than " + TOO_LONG.toSeconds()
                        + " s: the database does not answer, or a stage that follows an outcome blocks");
    }

    @Override
    public void close() {
        thread.later(endings::close);
        thread.close();
        parked.letGo(any -> true);
        try {
            inbox.close();
        } catch (DataAccessException e) {
            throw new IllegalStateException(
                    "The database could not be told that this process leaves, so others take over only after the lease time."
                            + " Close the heartflow before its Isolation",
                    e);
        }
    }

    private void write(List<Delivery> arrivals, List<Ending> ended) {
        if (!ended.isEmpty()) {
            endings.write(ended);
        }
        if (!arrivals.isEmpty()) {
            accept(arrivals);
        }
    }

    private void accept(List<Delivery> arrivals) {
        List<Receipt> receipts;
        try {
            receipts =
                    inbox.accept(arrivals.stream().map(DurableJournal::arrival).toList());
            trouble.over();
        } catch (RuntimeException | Error e) {
            streams.doubt();
            notAccepted(arrivals, e);
            return;
        }
        Set<IsolationContext> unread = new LinkedHashSet<>();
        for (int i = 0; i < arrivals.size(); i++) {
            received(arrivals.get(i), receipts.get(i), unread);
        }
        unread.forEach(streams::read);
    }

    /** One of them may be the cause: each has a chance of its own. */
    private void notAccepted(List<Delivery> arrivals, Throwable cause) {
        if (arrivals.size() > 1) {
            arrivals.forEach(delivery -> accept(List.of(delivery)));
        } else {
            trouble.failed("Messages cannot be kept: ", cause);
            keeper.notAccepted(
                    arrivals.get(0),
                    cause instanceof IsolationViolationException refusal
                            ? Refused.of(refusal)
                            : new Failed(Step.INBOX, cause));
        }
    }

    private static Arrival arrival(Delivery delivery) {
        return new Arrival(delivery.stream, delivery.message.messageId(), delivery.message.toJson());
    }

    private void received(Delivery delivery, Receipt receipt, Set<IsolationContext> unread) {
        if (receipt instanceof Receipt.Accepted accepted) {
            delivery.entry = accepted.entry();
            if (streams.enter(delivery, accepted.entry())) {
                keeper.accepted(delivery);
            } else {
                parked.park(delivery);
                unread.add(delivery.stream);
            }
        } else if (receipt instanceof Receipt.HeldElsewhere held) {
            delivery.entry = held.entry();
            parked.park(delivery);
        } else {
            if (streams.holds(delivery.stream)) {
                unread.add(delivery.stream); // it may be there by a transaction whose answer was lost
            }
            keeper.notAccepted(
                    delivery,
                    new Ignored(
                            IgnoreReason.DUPLICATE,
                            "a message of this id is in the chat stream already, or waits there"));
        }
    }

    /** Looks for what other processes have done, for at most a tenth of the time, unless that takes too long. */
    private void lookAround() {
        long began = time.nanos();
        if (began < nextLook) {
            return;
        }
        try {
            inbox.awaited().forEach(streams::read);
            parked.lookForOutcomes();
        } catch (RuntimeException | Error e) {
            trouble.failed("The inbox cannot be read: ", e);
        }
        long ended = time.nanos();
        nextLook = ended + Math.min(9 * (ended - began), LONGEST_PAUSE.toNanos());
    }
}
