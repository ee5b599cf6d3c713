package org.maibot.isolation.examples.replay;

/** A line of a chat log is not what it should be; the message says why. */
final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    BadLineException(String message) {
        super(message);
    }
}
