package org.maibot.isolation.heartflow;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox;

/** A message on its way from a processor to its outcome. Its mutable fields are the scheduler's. */
final class Delivery {
    final AgentState agent;
    final IsolationContext stream;
    final InboundMessage message;
    final CompletableFuture<Outcome> outcome;

    /** Ends when it is kept, with true, or will not be, with false. */
    final CompletableFuture<Boolean> accepted = new CompletableFuture<>();

    /** Where it is kept, if that outlives the process; set before it is enqueued. */
    MessageInbox.@Nullable Entry entry;

    /** In nanoseconds of {@link System#nanoTime()}. */
    long arrived;

    /** Where it waits; set when it has a place. */
    @Nullable
    Mailbox mailbox;

    /** Whether it waits for its turn. */
    boolean waits;

    /** Whether it has had its turn. */
    volatile boolean underWay;

    volatile @Nullable Handling handling;

    /** Its neighbours in a {@link DeliveryList}. */
    @Nullable
    Delivery older;

    @Nullable
    Delivery newer;

    /**
     * Begins the way.
     *
     * @param onCancel is called when the future of the outcome is cancelled
     */
    Delivery(AgentState agent, IsolationContext stream, InboundMessage message, Consumer<Delivery> onCancel) {
        this.agent = agent;
        this.stream = stream;
        this.message = message;
        this.outcome = new OutcomeFuture(() -> onCancel.accept(this));
    }

    /** A future that lets go of its message when it is cancelled. */
    private static final class OutcomeFuture extends CompletableFuture<Outcome> {
        private final Runnable onCancel;

        OutcomeFuture(Runnable onCancel) {
            this.onCancel = onCancel;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            if (cancelled) {
                onCancel.run();
            }
            return cancelled;
        }

        /** Stages that follow are plain ones: to cancel them is not to cancel the message. */
        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
