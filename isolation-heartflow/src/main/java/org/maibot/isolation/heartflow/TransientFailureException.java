package org.maibot.isolation.heartflow;

/** A generator or a sender failed without any effect, and may be tried again: see {@link RetryPolicy}. */
public final class TransientFailureException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what failed. */
    public TransientFailureException(String message) {
        super(message);
    }

    /** Says what failed, and why. */
    public TransientFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
