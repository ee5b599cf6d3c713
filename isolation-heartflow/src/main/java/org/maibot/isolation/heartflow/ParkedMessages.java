package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Journal.Keeper;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.jdbc.MessageInbox;
import org.maibot.isolation.jdbc.MessageInbox.Finished;

/** Messages that are kept and whose chat streams another process may handle: they wait for what it tells, or for their turn here. For the inbox's thread. */
final class ParkedMessages {
    private final MessageInbox inbox;
    private final Keeper keeper;
    private final Map<Place, Delivery> parked = new HashMap<>();
    private final Map<Place, Outcome> told = new Told();

    ParkedMessages(MessageInbox inbox, Keeper keeper) {
        this.inbox = inbox;
        this.keeper = keeper;
    }

    /** Where an entry is in the inbox, once and for all: a message that was handled and not stored may come in again under its id. */
    private record Place(IsolationContext stream, long position) {
        static Place of(Delivery delivery) {
            return new Place(delivery.stream, requireNonNull(delivery.entry).position());
        }
    }

    /** What was told of messages that are not parked, or not yet; of the latest ones. */
    private static final class Told extends LinkedHashMap<Place, Outcome> {
        private static final long serialVersionUID = 1L;
        private static final int LATEST = 100_000; // as many as wait at most

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Outcome> eldest) {
            return size() > LATEST;
        }
    }

    /** Parks a message that has a place or its turn, unless its way ends. */
    void park(Delivery delivery) {
        if (add(delivery)) {
            keeper.parked(delivery);
        }
    }

    /**
     * Parks a message that the queues know of. One that another process accepted is let go: its outcome is told there. So is one of an agent that is closed:
     * a new one begins with the first message of the stream.
     *
     * @return false if its way ended: it was handled already, or is let go
     */
    boolean add(Delivery delivery) {
        Optional<Outcome> outcome = toldOf(delivery);
        if (outcome.isPresent()) {
            keeper.completed(delivery, outcome.get());
        } else if (isOfAnother(delivery)) {
            keeper.completed(delivery, Postponed.byLoss());
        } else if (delivery.agent.closed) {
            keeper.completed(delivery, Postponed.byClosing());
        } else {
            parked.put(Place.of(delivery), delivery);
            return true;
        }
        return false;
    }

    private Optional<Outcome> toldOf(Delivery delivery) {
        return Optional.ofNullable(told.remove(Place.of(delivery)));
    }

    /** Whether another process accepted a message. */
    static boolean isOfAnother(Delivery delivery) {
        return requireNonNull(delivery.entry).elsewhere();
    }

    /** A message that is parked no longer, if it was. */
    Optional<Delivery> take(IsolationContext stream, long position) {
        return Optional.ofNullable(parked.remove(new Place(stream, position)));
    }

    /** Ends those that other processes have handled. */
    void lookForOutcomes() {
        if (!parked.isEmpty()) {
            inbox.finished().forEach(this::finished);
        }
    }

    private void finished(Finished finished) {
        Outcome outcome = OutcomeJson.read(finished.outcome());
        take(finished.stream(), finished.position())
                .ifPresentOrElse(
                        delivery -> keeper.completed(delivery, outcome),
                        () -> told.put(new Place(finished.stream(), finished.position()), outcome));
    }

    /** What another process told of a message that is not parked, since it was handled here too. */
    Optional<Outcome> told(Delivery delivery) {
        inbox.finished().forEach(this::finished);
        return toldOf(delivery);
    }

    /** Ends those in some chat streams; they stay in the inbox. */
    void letGo(Predicate<IsolationContext> streams) {
        parked.values().removeIf(delivery -> {
            boolean goes = streams.test(delivery.stream);
            if (goes) {
                keeper.completed(delivery, Postponed.byClosing());
            }
            return goes;
        });
    }
}
