package org.maibot.isolation.examples.replay;

/** What the program says to the shell. */
final class ExitCode {
    /** Every line was good, and every message of it that is for the bot was handled. */
    static final int OK = 0;
    /** Some lines were bad, or some messages failed, were refused, or were left to another process. */
    static final int INCOMPLETE = 1;
    /** The command line, the chat log or the database cannot be used. */
    static final int UNUSABLE = 2;
    /** The program is defective. */
    static final int DEFECT = 70;
    /** The program was told to stop, as shells report it for Ctrl-C. */
    static final int STOPPED = 130;

    private ExitCode() {}
}
