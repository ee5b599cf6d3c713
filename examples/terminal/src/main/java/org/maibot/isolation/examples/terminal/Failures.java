package org.maibot.isolation.examples.terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jooq.exception.DataAccessException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Reports the failures that a user can do something about, in one line; any other is a defect, and shown in full.
 *
 * @param program the name of the program
 * @param terminal has the standard error
 */
record Failures(String program, Terminal terminal) implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        report(explain(failure), ExitCode.UNUSABLE);
        return report("--help shows what can be given.", ExitCode.UNUSABLE);
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult arguments)
            throws Exception {
        if (failure instanceof IOException) {
            return report("Reading or writing failed: " + explain(failure), ExitCode.UNUSABLE);
        }
        if (failure instanceof DataAccessException) {
            return report("The database failed: " + rootMessage(failure), ExitCode.UNUSABLE);
        }
        if (failure instanceof ReportedFailure reported) {
            return report(explain(failure), reported.exitCode());
        }
        throw failure;
    }

    private int report(String message, int exitCode) {
        terminal.err().println(program + ": " + terminal.printable().of(message));
        return exitCode;
    }

    private static String explain(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return failure.getMessage() + ": there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return failure.getMessage() + ": access is denied";
        }
        return failure.getMessage() + (failure.getCause() == null ? "" : " (" + rootMessage(failure) + ")");
    }

    private static String rootMessage(Throwable failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : rootMessage(failure.getCause());
    }
}
