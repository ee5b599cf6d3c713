package org.maibot.isolation.heartflow;

import java.util.concurrent.CompletionStage;

/** A message that was handed to a {@link HeartflowProcessor}. Safe for use by several threads. */
public final class Submission {
    private final Delivery delivery;

    Submission(Delivery delivery) {
        this.delivery = delivery;
    }

    /**
     * Ends as soon as it is known whether the message is accepted: with true when it is kept, and may be acknowledged to the platform, with false when it is
     * refused or known already, and the {@link #outcome()} says why. It never ends with an exception.
     */
    public CompletionStage<Boolean> accepted() {
        return delivery.accepted.minimalCompletionStage();
    }

    /** What becomes of the message, see {@link HeartflowProcessor#process}. */
    public CompletionStage<Outcome> outcome() {
        return delivery.outcome;
    }

    /** Lets go of the message, as {@link HeartflowProcessor#process} says of its stage. */
    public void cancel() {
        delivery.outcome.cancel(true);
    }
}
