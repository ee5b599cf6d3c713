package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;

/** Keeps messages from when they are accepted until they are handled, and stores what they leave. Safe for use by several threads. */
interface Journal {
    /** Whom a journal tells. */
    interface Keeper {
        /**
         * Gives a message a place in the queues.
         *
         * @throws IsolationViolationException if there is none
         */
        void reserve(Delivery delivery);

        /** A message that has a place is kept; it may wait for its turn. */
        void accepted(Delivery delivery);

        /** Both at once, of a message that is kept nowhere else. */
        void reserveAndAccept(Delivery delivery);

        /** A message is not kept, for it is known already, or cannot be. */
        void notAccepted(Delivery delivery, Outcome outcome);

        /** A message is kept, its place or its turn is given back, and it is offered anew if it is to be handled here. */
        void parked(Delivery delivery);

        /** A message that is kept and has no place may wait for its turn. */
        void offerKept(Delivery delivery);

        /**
         * A message of an earlier start, or of another process, as it was kept; empty if its agent is not served here any more.
         *
         * @throws IllegalArgumentException if it cannot be read
         */
        Optional<Delivery> revive(IsolationContext stream, String payload);

        /** What a message leaves is stored, or its outcome is another after all. */
        void completed(Delivery delivery, Outcome outcome);

        /** Other processes may handle some chat streams now: what is under way there is ended, and what waits is returned. */
        List<Delivery> lost(Predicate<IsolationContext> streams);

        /** Whether the messages of a chat stream are handled here. */
        boolean serves(IsolationContext stream);
    }

    /**
     * Gives a message a place in the queues, and keeps it.
     *
     * @throws IsolationViolationException if there is no place for it
     */
    void accept(Delivery delivery);

    /** What becomes of a message whose turn it is without its being handled, if anything. */
    Optional<Outcome> beforeTurn(Delivery delivery) throws Exception;

    /** Stores what a message leaves, and keeps the message no longer. */
    void complete(Delivery delivery, Handled handled);

    /** There are other agents to be served than before. */
    void agentsChanged();

    /** Waits, up to a time, until messages of an earlier start that are to be taken over now have a place in the queues. */
    void settle(Duration limit) throws InterruptedException;

    /** Whether messages that were accepted outlive the process. */
    boolean isDurable();

    /** Takes a message back whose turn was stopped; it is parked, or completed. */
    void takeBack(Delivery delivery, Outcome.Failed stopped);

    /**
     * Lets go of what is kept in some chat streams and is not to be handled here.
     *
     * @param deliveries messages of theirs that are in the queues no longer and have their outcomes
     */
    void abandon(Predicate<IsolationContext> streams, List<Delivery> deliveries);

    /** Lets go of chat streams that are not in memory any more. */
    void release(List<IsolationContext> streams);

    /** What is wrong with it, if anything. */
    Optional<String> problem();

    /** Whether the calling thread is the one that it works on, which cannot wait for the end of its work. */
    boolean isWorkingHere();

    /** Ends its work. */
    void close();
}
