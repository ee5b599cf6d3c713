package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.maibot.isolation.IsolationContext;

/**
 * Handles the messages of one agent of one tenant. Obtained from {@link Heartflow#createHeartflowProcessor}; as many as wanted, all for the same agent are
 * as one. Safe for use by several threads.
 *
 * <p>The messages of a chat stream are handled in the order in which they are handed over, one at a time; those of different chat streams at the same
 * time. Whatever becomes of a message is its {@link Outcome}: no method throws on account of a message, and no stage ends with an exception unless it is cancelled.
 */
public final class HeartflowProcessor {
    private final AgentState agent;
    private final Intake intake;

    HeartflowProcessor(AgentState agent, Intake intake) {
        this.agent = agent;
        this.intake = intake;
    }

    /** The agent. */
    public IsolationContext context() {
        return agent.context;
    }

    /**
     * Handles a message.
     *
     * <p>With {@link Overflow#WAIT} the calling thread waits while a queue is full. To cancel the stage, as a future, is to let go of the message: if
     * it waits it is not handled, if it is being handled, that is interrupted.
     *
     * @return ends with the outcome. Stages that follow run on the thread that ended the message, unless they are asynchronous ones; they must not block, least of all
     *     for another outcome
     */
    public CompletionStage<Outcome> process(InboundMessage message) {
        return submit(message).outcome();
    }

    /** Handles a message, and tells also when it is accepted, before it is handled. */
    public Submission submit(InboundMessage message) {
        return new Submission(intake.take(agent, requireNonNull(message, "message")));
    }

    /**
     * Handles messages in their order.
     *
     * @return ends when all have their outcomes, in the order of the messages
     */
    public CompletionStage<List<Outcome>> processAll(List<InboundMessage> messages) {
        List<CompletableFuture<Outcome>> outcomes = List.copyOf(messages).stream()
                .map(message -> process(message).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(
                        done -> outcomes.stream().map(CompletableFuture::join).toList());
    }

    /**
     * Handles a message, and waits for its outcome.
     *
     * @param limit how long to wait
     * @throws TimeoutException if there is no outcome in time; the message goes on
     * @throws InterruptedException if the thread is interrupted; the message goes on
     */
    public Outcome processAndWait(InboundMessage message, Duration limit)
            throws TimeoutException, InterruptedException {
        try {
            return process(message)
                    .toCompletableFuture()
                    .get(Time.bounded(limit).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is never an exception", e);
        }
    }

    /** How many messages of this agent came in here since the heartflow began, and what became of them. */
    public OutcomeCounts counts() {
        return agent.counter.counts();
    }
}
