package org.maibot.isolation.examples.quickstart;

/** The library did not keep what it promises. */
final class BrokenIsolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenIsolationException(String message) {
        super(message);
    }

    BrokenIsolationException(String message, Throwable cause) {
        super(message, cause);
    }
}
