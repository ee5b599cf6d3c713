package org.maibot.isolation.examples.replay;

/** The database could not be opened. */
final class UnusableDatabaseException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableDatabaseException(RuntimeException cause) {
        super(cause.getMessage(), cause.getCause());
    }
}
