package org.maibot.isolation;

import static java.util.Objects.requireNonNull;

import org.slf4j.LoggerFactory;

/**
 * Learns of every refusal, every access across tenants and other {@linkplain IsolationEvent events}, on the thread on
 * which they happen. Implementations are safe for use by several threads, and quick.
 */
@FunctionalInterface
public interface IsolationObserver {

    /** Takes an event. What this throws is logged and goes no further: an observer never changes what happens. */
    void onEvent(IsolationEvent event);

    /**
     * The observer that is used unless a host gives its own: one structured slf4j line per event, and a Micrometer
     * counter {@code maibot.isolation.events} (tags {@code type} and {@code reason}) in the global registry when
     * Micrometer is on the class path.
     */
    static IsolationObserver standard() {
        return StandardObserver.INSTANCE;
    }

    /** Hands an event to this observer and survives what it throws. */
    default void publish(IsolationEvent event) {
        requireNonNull(event, "event");
        try {
            onEvent(event);
        } catch (RuntimeException | Error e) {
            LoggerFactory.getLogger(IsolationObserver.class).error("An isolation observer failed", e);
        }
    }

    /** Returns an observer that hands each event to this one and then to the next. */
    default IsolationObserver andThen(IsolationObserver next) {
        requireNonNull(next, "next");
        return event -> {
            publish(event);
            next.publish(event);
        };
    }
}
