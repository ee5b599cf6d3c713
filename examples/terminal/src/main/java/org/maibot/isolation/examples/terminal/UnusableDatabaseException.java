package org.maibot.isolation.examples.terminal;

/** The database could not be opened. */
public final class UnusableDatabaseException extends Exception implements ReportedFailure {
    private static final long serialVersionUID = 1L;

    /** Tells the message of a failure, and what caused that. */
    public UnusableDatabaseException(RuntimeException cause) {
        super(cause.getMessage(), cause.getCause());
    }

    @Override
    public int exitCode() {
        return ExitCode.UNUSABLE;
    }
}
