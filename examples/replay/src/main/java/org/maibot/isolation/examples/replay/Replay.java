package org.maibot.isolation.examples.replay;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command: plays a chat log to a small bot, and shows what it does. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        description = {
            "Plays a chat log to a small bot of two tenants and three agents, and shows what each of them does.",
            "Ctrl-C lets it finish what is under way, and reports what is left."
        },
        sortOptions = false,
        exitCodeOnInvalidInput = ExitCode.UNUSABLE,
        exitCodeOnExecutionException = ExitCode.DEFECT,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every message of the log that is for the bot was handled",
            "1:some lines of the chat log are bad, see standard error, or some messages were not handled",
            "2:the command line, the chat log or the database cannot be used",
            "130:it was told to stop, as by Ctrl-C"
        })
public final class Replay implements Callable<Integer> {
    private final Terminal terminal;
    private final Stop stop;

    @Spec
    private @Nullable CommandSpec command;

    @Mixin
    private final Options options = new Options();

    private Replay(Terminal terminal, Stop stop) {
        this.terminal = terminal;
        this.stop = stop;
    }

    /** Runs the command, and ends the process. */
    public static void main(String[] arguments) {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        System.setProperty("jdk.console", "java.base"); // else JDK 22 to 24 see a console where there is none
        Stop stop = new Stop();
        stop.onShutdown();
        int exitCode = run(Terminal.standard(), stop, arguments);
        stop.programEnded();
        System.exit(exitCode);
    }

    /** Runs the command, and returns its {@link ExitCode}. */
    static int run(Terminal terminal, Stop stop, String... arguments) {
        Failures failures = new Failures(terminal);
        return new CommandLine(new Replay(terminal, stop))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, UnusableDatabaseException {
        try (ChatLog log = ChatLog.open(options.chatLog);
                Isolation isolation = openDatabase()) {
            Bot bot = startBot(isolation);
            Session.Ending ending = new Session(bot, options.speed, options.drain, stop).run(log, terminal, shown());
            List<IsolationContext> scopes = ending.last().scopes().stream()
                    .map(Snapshot.ScopeWork::scope)
                    .toList();
            new Summary(terminal).print(log.name(), ending, StoredScope.of(isolation, scopes), options.isKept());
            terminal.flush();
            return exitCode(ending);
        }
    }

    private static int exitCode(Session.Ending ending) {
        if (ending.stopped()) {
            return ExitCode.STOPPED;
        }
        return ending.isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
    }

    @SuppressWarnings("SystemConsoleNull") // main asks for the implementation that is null without a terminal
    private Screen shown() {
        return options.screen.on(terminal, System.console() != null);
    }

    /** A log may have any number of tenants, so their number is not limited. */
    private Isolation openDatabase() throws UnusableDatabaseException {
        try {
            return Isolation.builder()
                    .jdbcUrl(options.url)
                    .maxTenants(Integer.MAX_VALUE)
                    .open();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UnusableDatabaseException(e);
        }
    }

    private Bot startBot(Isolation isolation) throws UnusableDatabaseException {
        try {
            return Bot.start(isolation, new RuleBook(options.thinking), options.workers, options.anyAgent);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(requireNonNull(command).commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IllegalStateException e) {
            throw new UnusableDatabaseException(e);
        }
    }
}
