package org.maibot.isolation.heartflow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Journal.Keeper;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.jdbc.MessageInbox;

/** Messages that are kept and whose chat streams another process may handle: they wait for what it tells, or for their turn here. For the inbox's thread. */
final class ParkedMessages {
    private final MessageInbox inbox;
    private final Keeper keeper;
    private final Map<Key, Delivery> parked = new HashMap<>();

    ParkedMessages(MessageInbox inbox, Keeper keeper) {
        this.inbox = inbox;
        this.keeper = keeper;
    }

    /** Identifies a message. */
    private record Key(IsolationContext stream, String messageId) {
        static Key of(Delivery delivery) {
            return new Key(delivery.stream, delivery.message.messageId());
        }
    }

    /** Parks a message, which gives back its place or its turn. */
    void park(Delivery delivery) {
        add(delivery);
        keeper.parked(delivery);
    }

    /** Parks a message that has neither. One that another process accepted is let go: its outcome is told there. */
    void add(Delivery delivery) {
        if (!isOfAnother(delivery)) {
            parked.put(Key.of(delivery), delivery);
        }
    }

    private static boolean isOfAnother(Delivery delivery) {
        MessageInbox.Entry entry = delivery.entry;
        return entry != null && entry.elsewhere();
    }

    /**
     * Ends a message whose entry is gone, though another process could have handled it: by the outcome that it told, if it did. A message that another
     * process accepted is let go.
     *
     * @param own its outcome if it was handled here
     */
    void settle(Delivery delivery, Outcome own) {
        if (isOfAnother(delivery)) {
            keeper.parked(delivery);
            return;
        }
        add(delivery);
        lookForOutcomes();
        take(delivery.stream, delivery.message.messageId()).ifPresent(here -> keeper.completed(here, own));
    }

    /** A message that is parked no longer, if it was. */
    Optional<Delivery> take(IsolationContext stream, String messageId) {
        return Optional.ofNullable(parked.remove(new Key(stream, messageId)));
    }

    /** Ends those that other processes have handled. */
    void lookForOutcomes() {
        if (!parked.isEmpty()) {
            inbox.finished()
                    .forEach(finished -> take(finished.stream(), finished.messageId())
                            .ifPresent(delivery -> keeper.completed(delivery, OutcomeJson.read(finished.outcome()))));
        }
    }

    /** Ends all; they stay in the inbox. */
    void close() {
        parked.values().forEach(delivery -> keeper.completed(delivery, Postponed.byClosing()));
        parked.clear();
    }
}
