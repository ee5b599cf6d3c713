package org.maibot.isolation.examples.terminal;

/** What a program says to the shell; a program may have others of its own. */
public final class ExitCode {
    /** All was done. */
    public static final int OK = 0;
    /** Some of it could not be done, and the rest was. */
    public static final int INCOMPLETE = 1;
    /** The command line, the chat log or the database cannot be used. */
    public static final int UNUSABLE = 2;
    /** The program is defective. */
    public static final int DEFECT = 70;

    private ExitCode() {}
}
