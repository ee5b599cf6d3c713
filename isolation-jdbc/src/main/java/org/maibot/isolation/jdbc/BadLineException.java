package org.maibot.isolation.jdbc;

/** A line of a chat log is bad. */
final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    BadLineException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
