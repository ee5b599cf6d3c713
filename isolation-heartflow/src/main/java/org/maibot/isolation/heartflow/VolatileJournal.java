package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;

/** Keeps accepted messages in memory only. */
final class VolatileJournal implements Journal {
    private final MessageStore store;
    private final Keeper keeper;

    VolatileJournal(MessageStore store, Keeper keeper) {
        this.store = store;
        this.keeper = keeper;
    }

    @Override
    public void accept(Delivery delivery) {
        keeper.reserveAndAccept(delivery);
    }

    @Override
    public Optional<Outcome> beforeTurn(Delivery delivery) throws Exception {
        return store.contains(delivery.stream, delivery.message.messageId())
                ? Optional.of(new Ignored(IgnoreReason.DUPLICATE, "a message of this id is in the chat stream already"))
                : Optional.empty();
    }

    @Override
    public void complete(Delivery delivery, Handled handled) {
        Outcome outcome = handled.outcome();
        try {
            if (!handled.messages().isEmpty() || !handled.usages().isEmpty()) {
                delivery.stream.call(() -> {
                    store.store(delivery.stream, handled.messages(), handled.usages());
                    return true;
                });
            }
        } catch (Throwable e) {
            outcome = new Outcome.Failed(Step.COMMIT, e);
        }
        keeper.completed(delivery, outcome);
    }

    @Override
    public void agentsChanged() {
        // nobody's messages are kept
    }

    @Override
    public void settle(Duration limit) {
        // there was no earlier start
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public void takeBack(Delivery delivery, Outcome.Failed stopped) {
        keeper.completed(delivery, stopped);
    }

    @Override
    public void abandon(Predicate<IsolationContext> streams, List<Delivery> deliveries) {
        // nothing is kept of them
    }

    @Override
    public void release(List<IsolationContext> streams) {
        // nothing is held
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    public boolean isWorkingHere() {
        return false;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
