package org.maibot.isolation.examples.terminal;

import picocli.CommandLine;

/** Runs commands of picocli. */
public final class Program {
    private Program() {}

    /** Has jOOQ print no logo, and the JDK see a console only where there is a terminal. For the first line of a main method. */
    public static void prepare() {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        System.setProperty("jdk.console", "java.base"); // else JDK 22 to 24 see a console where there is none
    }

    /** Whether a person is likely to look at what this process prints. */
    @SuppressWarnings("SystemConsoleNull") // prepare() asks for the implementation that is null without a terminal
    public static boolean isWatched() {
        return System.console() != null;
    }

    /**
     * Runs a command to its end.
     *
     * @return the command's own exit code, or one of {@link ExitCode} or {@link ReportedFailure#exitCode()} if it fails
     */
    public static int run(Object command, Terminal terminal, String... arguments) {
        CommandLine commandLine = new CommandLine(command);
        Failures failures = new Failures(commandLine.getCommandName(), terminal);
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(terminal.text())
                .setErr(terminal.err())
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(arguments);
    }
}
