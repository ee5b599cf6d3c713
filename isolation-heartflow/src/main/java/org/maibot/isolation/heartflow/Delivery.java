package org.maibot.isolation.heartflow;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox;

/** A message on its way from a processor to its outcome. Its mutable fields are the scheduler's. */
final class Delivery extends Chain.Link<Delivery> {
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

    /** Where it has its place, or may have it. */
    @Nullable
    Mailbox mailbox;

    /** Whether it has, or had, a place in the queues. */
    boolean placed;

    /** Whether it has one. */
    boolean hasPlace;

    /** Whether it is kept, and its place, while another process may handle it. */
    boolean parked;

    /** Whether the observer knows already that it was refused. */
    boolean observed;

    /** Whether its way has ended; the future of its outcome is the host's too, which may end it earlier. */
    volatile boolean ended;

    /** Whether it was reported as not handled. */
    volatile boolean reported;

    /** Whether it waits for its turn. */
    boolean waits;

    /** Whether it has had its turn. */
    volatile boolean underWay;

    volatile @Nullable Handling handling;

    /** The one that follows in its mailbox. */
    @Nullable
    Delivery next;

    /** Who begins its turn. */
    @Nullable
    Worker worker;

    /**
     * Begins the way.
     *
     * @param onCancel is called when the future of the outcome is cancelled
     */
    Delivery(AgentState agent, IsolationContext stream, InboundMessage message, Consumer<Delivery> onCancel) {
        this.agent = agent;
        this.stream = stream;
        this.message = message;
        this.outcome = new OutcomeFuture(this, onCancel);
    }

    /** A future that lets go of its message when it is cancelled. */
    private static final class OutcomeFuture extends CompletableFuture<Outcome> {
        private final Delivery delivery;
        private final Consumer<Delivery> onCancel;

        OutcomeFuture(Delivery delivery, Consumer<Delivery> onCancel) {
            this.delivery = delivery;
            this.onCancel = onCancel;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            if (cancelled) {
                onCancel.accept(delivery);
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
