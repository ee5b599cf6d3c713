package org.maibot.isolation.heartflow;

/** What happens to a message for which a queue has no room. */
public enum Overflow {
    /** It is refused with the reason {@link org.maibot.isolation.ViolationReason#OVERLOADED}. */
    REJECT,
    /**
     * The thread that brings it waits until there is room, up to the time that a message may take; then it is refused. Not for threads that
     * handle messages themselves.
     */
    WAIT,
    /** The oldest message of the queue gives way: it is refused with the reason {@link org.maibot.isolation.ViolationReason#OVERLOADED}. */
    DROP_OLDEST
}
