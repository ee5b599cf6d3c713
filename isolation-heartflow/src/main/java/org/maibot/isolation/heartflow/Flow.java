package org.maibot.isolation.heartflow;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a message: it gets a place in the queues, is kept by the journal, has its turn, leaves what is to be stored, and has its outcome. Safe
 * for use by several threads.
 */
final class Flow implements Journal.Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Flow.class);

    private final Parts parts;
    private final Scheduler scheduler;
    private final Journal journal;
    private final Vitals vitals = new Vitals();
    private final Consumer<Delivery> cancel = this::cancel;
    private final Queue<Delivery> left = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    /** What a flow is made of. */
    record Parts(
            Steps steps,
            Limits limits,
            Executor executor,
            Clock clock,
            Time time,
            IsolationObserver observer,
            List<HeartflowListener> listeners,
            Agents agents) {}

    Flow(Parts parts, Function<Journal.Keeper, Journal> journals) {
        this.parts = parts;
        this.scheduler = new Scheduler(parts.limits(), parts.executor(), parts.time()::nanos, this::turn);
        this.journal = journals.apply(this);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Journal journal() {
        return journal;
    }

    Vitals vitals() {
        return vitals;
    }

    /**
     * The way of a message that does not get in.
     *
     * @param observed whether the observer knows already
     */
    Delivery refuse(AgentState agent, InboundMessage message, Outcome outcome, boolean observed) {
        Delivery delivery = new Delivery(agent, agent.context, message, cancel);
        delivery.observed = observed;
        delivery.arrived = parts.time().nanos();
        conclude(delivery, outcome);
        return delivery;
    }

    /** Begins a message's way. */
    Delivery offer(AgentState agent, IsolationContext stream, InboundMessage message) {
        Delivery delivery = delivery(agent, stream, message);
        delivery.arrived = parts.time().nanos();
        try {
            journal.accept(delivery);
        } catch (IsolationViolationException refusal) {
            conclude(delivery, Refused.of(refusal));
        }
        return delivery;
    }

    /** A message of a chat stream; all of a stream have the same context, so that it is found without a look at its ids. */
    private Delivery delivery(AgentState agent, IsolationContext stream, InboundMessage message) {
        Mailbox mailbox = scheduler.find(stream);
        Delivery delivery = new Delivery(agent, mailbox == null ? stream : mailbox.stream, message, cancel);
        delivery.mailbox = mailbox;
        return delivery;
    }

    @Override
    public void reserve(Delivery delivery) {
        scheduler.reserve(delivery).ifPresent(this::drop);
    }

    @Override
    public void reserveAndAccept(Delivery delivery) {
        try {
            scheduler.reserveAndEnqueue(delivery, this::drop);
            delivery.accepted.complete(true);
        } catch (RejectedExecutionException e) {
            if (scheduler.inspect(queues -> queues.remove(delivery, scheduler.now()))) {
                conclude(delivery, new Failed(Step.INBOX, e));
            }
        }
    }

    @Override
    public void offerKept(Delivery delivery) {
        delivery.arrived = parts.time().nanos();
        delivery.handling = null; // of a turn that was taken back
        scheduler.readmit(delivery);
        accepted(delivery);
    }

    @Override
    public Optional<Delivery> revive(IsolationContext stream, String payload) {
        InboundMessage message = InboundMessage.fromJson(payload);
        return parts.agents().of(stream).map(agent -> {
            agent.counter.countReceived();
            return delivery(agent, stream, message);
        });
    }

    @Override
    public boolean serves(IsolationContext stream) {
        return parts.agents().serves(stream);
    }

    @Override
    public List<Delivery> lost(Predicate<IsolationContext> streams) {
        List<Delivery> waiting = scheduler.inspect(queues -> {
            List<Delivery> removed = queues.removeWaiting(streams, scheduler.now());
            removed.forEach(queues::park);
            return removed;
        });
        interrupt(streams);
        return waiting;
    }

    @Override
    public void parked(Delivery delivery) {
        delivery.accepted.complete(true);
        scheduler.park(delivery);
    }

    private void drop(Delivery oldest) {
        journal.complete(
                oldest,
                Handled.of(new Refused(
                        ViolationReason.OVERLOADED,
                        "The message gave way to newer ones, since a queue was full. Send more slowly, or raise the bound in"
                                + " the heartflow's builder.")));
    }

    @Override
    public void accepted(Delivery delivery) {
        delivery.accepted.complete(true);
        if (stopping) {
            notAccepted(delivery, Postponed.byClosing());
        } else {
            scheduler.enqueue(delivery);
        }
    }

    @Override
    public void notAccepted(Delivery delivery, Outcome outcome) {
        scheduler.giveBack(delivery);
        conclude(delivery, outcome);
    }

    private void turn(Delivery delivery) {
        Turn turn;
        try {
            turn = new Turn(
                    delivery.stream, delivery.message, false, parts.clock().instant());
        } catch (RuntimeException | Error e) {
            journal.complete(delivery, Handled.of(new Failed(Step.INBOX, e)));
            return;
        }
        Handling handling = new Handling(
                parts.steps(),
                turn,
                parts.clock(),
                parts.time(),
                scheduler::resume,
                handled -> handled(delivery, handled));
        delivery.handling = handling;
        if (delivery.agent.closed) {
            handling.interruption().end(new StoppedException());
        } else if (delivery.outcome.isCancelled()) {
            handling.interruption().end(cancelled());
        }
        handling.begin(() -> journal.beforeTurn(delivery));
    }

    private void handled(Delivery delivery, Handled handled) {
        if (!handled.answered()
                && handled.outcome() instanceof Failed failed
                && failed.cause() instanceof StoppedException) {
            journal.takeBack(delivery, failed);
        } else {
            journal.complete(delivery, handled);
        }
    }

    @Override
    public void completed(Delivery delivery, Outcome outcome) {
        conclude(delivery, outcome);
        if (delivery.underWay) {
            scheduler.finish(delivery);
        } else {
            scheduler.letGo(delivery);
        }
    }

    /** Ends the way of a message. */
    private void conclude(Delivery delivery, Outcome outcome) {
        if (!delivery.reported && isLeft(delivery, outcome)) {
            left.add(delivery);
        }
        delivery.agent.counter.count(outcome);
        vitals.note(outcome);
        try {
            report(delivery, outcome);
        } catch (RuntimeException | Error e) {
            LOG.error("the outcome of a message could not be told", e);
        }
        delivery.accepted.complete(delivery.underWay || delivery.entry != null); // unless it is known already
        delivery.ended = true;
        delivery.outcome.complete(outcome);
    }

    /** Whether a message was in the queues and was not handled since its tenant or all is closed. */
    private static boolean isLeft(Delivery delivery, Outcome outcome) {
        return (outcome instanceof Postponed && delivery.agent.closed)
                || (outcome instanceof Failed failed && failed.cause() instanceof StoppedException)
                || (outcome instanceof Refused refused
                        && refused.reason() == ViolationReason.CLOSED
                        && delivery.placed);
    }

    /** The messages of some chat streams that were not handled, and those that are under way still. */
    DrainReport left(Predicate<IsolationContext> streams) {
        List<Delivery> all = new ArrayList<>(interrupt(streams));
        all.removeIf(delivery -> delivery.ended);
        left.removeIf(delivery -> streams.test(delivery.stream) && all.add(delivery));
        all.forEach(delivery -> delivery.reported = true);
        return DrainReport.of(all, journal.isDurable());
    }

    private void report(Delivery delivery, Outcome outcome) {
        if (outcome instanceof Refused refused) {
            observe(delivery, refused);
        } else if (outcome instanceof Failed failed) {
            LOG.atWarn()
                    .addKeyValue("scope", delivery.stream)
                    .addKeyValue("step", failed.step())
                    .setCause(failed.cause())
                    .log("a message failed");
        }
        if (!parts.listeners().isEmpty()) {
            tellListeners(delivery, outcome);
        }
    }

    private void observe(Delivery delivery, Refused refused) {
        if (!delivery.observed) {
            parts.observer()
                    .publish(new IsolationEvent.Refused(
                            refused.reason(), refused.message(), Optional.of(delivery.stream)));
        }
    }

    private void tellListeners(Delivery delivery, Outcome outcome) {
        Handling handling = delivery.handling;
        long handled = handling == null ? 0 : handling.interruption().age();
        Duration waited = Duration.ofNanos(parts.time().nanos() - delivery.arrived - handled);
        for (HeartflowListener listener : parts.listeners()) {
            tell(listener, delivery, outcome, waited, Duration.ofNanos(handled));
        }
    }

    private static void tell(
            HeartflowListener listener, Delivery delivery, Outcome outcome, Duration waited, Duration handled) {
        try {
            listener.onOutcome(delivery.stream, outcome, waited, handled);
        } catch (RuntimeException | Error e) {
            LOG.error("a listener of the heartflow failed", e);
        }
    }

    /** Lets go of a message whose outcome nobody awaits any more. */
    private void cancel(Delivery delivery) {
        CancellationException cause = cancelled();
        if (scheduler.inspect(queues -> queues.remove(delivery, scheduler.now()))) {
            journal.complete(delivery, Handled.of(new Failed(Step.INBOX, cause)));
        }
        Handling handling = delivery.handling;
        if (handling != null) {
            handling.interruption().end(cause);
        }
    }

    private static CancellationException cancelled() {
        return new CancellationException("The message was cancelled");
    }

    /** Ends the turns that take too long, forgets chat streams that are idle, and asks the executor again that took no work. */
    void tick() {
        for (Delivery delivery : scheduler.inspect(Queues::running)) {
            Handling handling = delivery.handling;
            if (handling != null) {
                handling.interruption().endIfLate();
            }
        }
        List<IsolationContext> evicted = scheduler.inspect(queues -> queues.evict(scheduler.now()));
        if (!evicted.isEmpty()) {
            journal.release(evicted);
        }
        scheduler.wake();
    }

    /** Lets go of everything. */
    void stopAll() {
        stopping = true;
        stop(any -> true);
    }

    /**
     * Ends what waits and what is under way in some chat streams, and forgets the idle ones.
     *
     * @return what is under way until it heeds that
     */
    List<Delivery> stop(Predicate<IsolationContext> streams) {
        List<Delivery> waiting = scheduler.inspect(queues -> queues.removeWaiting(streams, scheduler.now()));
        waiting.forEach(delivery ->
                conclude(delivery, journal.isDurable() ? Postponed.byClosing() : Refused.of(Refusals.closed())));
        journal.abandon(streams, waiting);
        List<Delivery> running = interrupt(streams);
        forget(streams);
        return running;
    }

    /** Forgets the idle ones among some chat streams. */
    void forget(Predicate<IsolationContext> streams) {
        journal.release(scheduler.inspect(queues -> queues.forgetIdle(streams)));
    }

    /** Ends what is under way in some chat streams. */
    private List<Delivery> interrupt(Predicate<IsolationContext> streams) {
        List<Delivery> running = scheduler.inspect(Queues::running).stream()
                .filter(delivery -> streams.test(delivery.stream))
                .toList();
        for (Delivery delivery : running) {
            Handling handling = delivery.handling;
            if (handling != null) {
                handling.interruption().end(new StoppedException());
            }
        }
        return running;
    }
}
