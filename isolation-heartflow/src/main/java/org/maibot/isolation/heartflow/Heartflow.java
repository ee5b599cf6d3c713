package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.Isolation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages in, replies out: each chat stream in order, many at once, no tenant in another's way. A bot opens one beside its {@link Isolation}, and closes it before
 * that.
 *
 * <pre>{@code
 * try (Heartflow heartflow = Heartflow.on(isolation).replyGenerator(generator).sender(sender).build()) {
 *     HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
 *     CompletionStage<Outcome> done = support.process(message);
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class Heartflow implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartflow.class);
    private static final Duration CLOSING = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** How often it is looked for turns that take too long. */
    private static final Duration TICK = Duration.ofMillis(100);

    private final Isolation isolation;
    private final Flow flow;
    private final Intake intake;
    private final Time time;
    private final Checkup checkup;
    private final @Nullable ExecutorService ownExecutor;
    private final Agents agents = new Agents();

    Heartflow(HeartflowBuilder settings) {
        this.isolation = settings.isolation();
        this.time = settings.newTime();
        Executor executor = settings.hostsExecutor().orElseGet(OwnExecutor::create);
        this.ownExecutor = settings.hostsExecutor().isEmpty() ? (ExecutorService) executor : null;
        this.flow = new Flow(
                new Flow.Parts(
                        settings.steps(),
                        settings.limits(),
                        executor,
                        settings.clock(),
                        time,
                        isolation.observer(),
                        settings.listeners(),
                        agents),
                keeper -> journal(settings, keeper));
        this.intake = settings.intake(flow);
        this.checkup = new Checkup(flow, settings.limits(), settings.turnTime().plus(GRACE));
        time.every(TICK, flow::tick);
    }

    private Journal journal(HeartflowBuilder settings, Journal.Keeper keeper) {
        return settings.hostsStore()
                .<Journal>map(store -> new VolatileJournal(store, keeper))
                .orElseGet(() ->
                        new DurableJournal(isolation.inbox(settings.leaseTime()), settings.leaseTime(), keeper, time));
    }

    /** Starts the way to a heartflow for the bots of a runtime. */
    public static HeartflowBuilder on(Isolation isolation) {
        return new HeartflowBuilder(requireNonNull(isolation, "isolation"));
    }

    /**
     * Returns the processor of an agent.
     *
     * @throws IsolationViolationException if an id is not legal, the tenant may not have a context, or the heartflow is closed
     */
    public HeartflowProcessor createHeartflowProcessor(String tenantId, String agentId) {
        if (flow.scheduler().isClosed()) {
            throw Refusals.closed();
        }
        AgentState agent = agents.serve(isolation.createIsolationContext(tenantId, agentId));
        flow.journal().agentsChanged();
        return new HeartflowProcessor(agent, intake);
    }

    /** What is done at the moment, and was done since the start. */
    public HeartflowStats stats() {
        OutcomeCounts counts = agents.counts();
        return flow.scheduler()
                .inspect(queues -> new HeartflowStats(
                        counts, queues.lanes().size(), queues.streams(), queues.places(), queues.inFlight()));
    }

    /** What is done for a tenant; empty if there is and was no processor of it. */
    public Optional<TenantInfo> tenant(String tenantId) {
        Map<String, OutcomeCounts> counts = agents.counts(tenantId);
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of(flow.scheduler().inspect(queues -> checkup.tenant(tenantId, counts, queues)));
    }

    /** What is wrong, if anything. */
    public HeartflowHealth health() {
        return checkup.health();
    }

    /**
     * Ends all that is done for a tenant, and nothing of anybody else's: its processors refuse messages from now on, those that wait are let go, those that are being
     * handled are interrupted. Its rows stay as they are, messages in the inbox too: a new processor goes on with them.
     *
     * @return what was ended
     */
    public CleanupReport cleanupTenant(String tenantId) {
        requireNonNull(tenantId, "tenantId");
        Collection<AgentState> closing = agents.close(tenantId);
        Predicate<IsolationContext> streams = stream -> stream.tenantId().equals(tenantId);
        awaitOutcomes(flow.stop(streams));
        flow.forget(streams);
        return new CleanupReport(tenantId, closing.size(), flow.left(streams));
    }

    /** Waits a moment for messages that are being interrupted, or let go of by the journal. */
    private void awaitOutcomes(List<Delivery> running) {
        CompletableFuture<?>[] outcomes =
                running.stream().map(delivery -> delivery.outcome).toArray(CompletableFuture[]::new);
        try {
            flow.journal().settle(GRACE);
            CompletableFuture.allOf(outcomes).get(GRACE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("not all messages have their outcomes yet, which is reported", e);
        }
    }

    /**
     * Accepts nothing any more, and waits until what was accepted is handled. What is not handled in time is let go and reported: it stays in the inbox, or, without one,
     * has the outcome {@link Outcome.Refused} or {@link Outcome.Failed}. Every message has its outcome when this returns, except one whose turn cannot be interrupted.
     *
     * @param limit how long to wait; zero to let go of everything at once
     * @throws IllegalStateException if it is called on a thread that handles messages or writes to the inbox, as by a step or a stage that follows an outcome
     */
    public DrainReport close(Duration limit) {
        requireNonNull(limit, "limit");
        if (flow.journal().isWorkingHere() || flow.scheduler().isWorkingHere()) {
            throw new IllegalStateException(
                    "A step, or what follows an outcome, cannot close the heartflow on the thread that handles"
                            + " its message, which it would wait for; close it on another thread, as thenRunAsync(…) does");
        }
        flow.scheduler().close();
        boolean drained = awaitDrained(Time.bounded(limit));
        agents.all().forEach(agent -> agent.closed = true);
        flow.stopAll();
        if (!drained) {
            awaitDrained(GRACE);
        }
        try {
            flow.journal().close();
        } finally {
            time.close();
            if (ownExecutor != null) {
                ownExecutor.shutdown();
            }
        }
        return flow.left(any -> true);
    }

    private boolean awaitDrained(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            flow.journal().settle(limit);
            return flow.scheduler().awaitDrained(end - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** {@linkplain #close(Duration) Closes} it, and waits up to 30 seconds for what was accepted. */
    @Override
    public void close() {
        close(CLOSING);
    }
}
