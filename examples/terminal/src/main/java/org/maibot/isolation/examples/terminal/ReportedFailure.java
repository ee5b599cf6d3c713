package org.maibot.isolation.examples.terminal;

/** An exception whose message is all that a person at the terminal needs: it is reported in one line. */
public interface ReportedFailure {
    /** What the program says to the shell then. */
    int exitCode();
}
