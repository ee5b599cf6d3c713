package org.maibot.isolation.heartflow;

import java.util.List;
import java.util.function.Predicate;
import org.maibot.isolation.IsolationContext;

/**
 * What a heartflow left when it, or a tenant of it, was closed.
 *
 * @param waiting the messages that had not had their turn
 * @param interrupted the messages whose turn was ended before its time
 * @param kept whether these messages are in the inbox on the database, and are handled after the next start or by another process; if not, whoever handed them
 *     over has to
 */
public record DrainReport(List<Left> waiting, List<Left> interrupted, boolean kept) {
    /** Copies the lists. */
    public DrainReport {
        waiting = List.copyOf(waiting);
        interrupted = List.copyOf(interrupted);
    }

    /**
     * A message that was not handled.
     *
     * @param stream its chat stream
     * @param messageId its id
     */
    public record Left(IsolationContext stream, String messageId) {}

    /** Whether everything was handled. */
    public boolean isComplete() {
        return waiting.isEmpty() && interrupted.isEmpty();
    }

    static DrainReport of(List<Delivery> deliveries, boolean kept) {
        return new DrainReport(
                left(deliveries, delivery -> delivery.handling == null),
                left(deliveries, delivery -> delivery.handling != null),
                kept);
    }

    private static List<Left> left(List<Delivery> deliveries, Predicate<Delivery> which) {
        return deliveries.stream()
                .filter(which)
                .map(delivery -> new Left(delivery.stream, delivery.message.messageId()))
                .toList();
    }
}
