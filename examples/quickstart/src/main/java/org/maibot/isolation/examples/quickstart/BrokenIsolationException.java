package org.maibot.isolation.examples.quickstart;

import org.maibot.isolation.examples.terminal.ReportedFailure;

/** The library did not keep what it promises. */
final class BrokenIsolationException extends RuntimeException implements ReportedFailure {
    private static final long serialVersionUID = 1L;
    private static final int EXIT_CODE = 3;
    private static final String PREFIX = "ISOLATION IS BROKEN: ";

    BrokenIsolationException(String message) {
        super(PREFIX + message);
    }

    BrokenIsolationException(String message, Throwable cause) {
        super(PREFIX + message, cause);
    }

    @Override
    public int exitCode() {
        return EXIT_CODE;
    }
}
