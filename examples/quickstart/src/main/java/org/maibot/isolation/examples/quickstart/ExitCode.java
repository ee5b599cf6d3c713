package org.maibot.isolation.examples.quickstart;

/** What the program says to the shell. */
final class ExitCode {
    /** All is well. */
    static final int OK = 0;
    /** Some lines of the chat log were bad; the others are imported. */
    static final int BAD_LINES = 1;
    /** The command line, the chat log or the database cannot be used. */
    static final int UNUSABLE = 2;
    /** The library did not keep what it promises. */
    static final int BROKEN_ISOLATION = 3;
    /** The program is defective. */
    static final int DEFECT = 70;

    private ExitCode() {}
}
