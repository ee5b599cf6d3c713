package org.maibot.isolation.examples.replay;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.examples.terminal.ChatLog;
import org.maibot.isolation.examples.terminal.ExitCode;
import org.maibot.isolation.examples.terminal.Program;
import org.maibot.isolation.examples.terminal.ProgramVersion;
import org.maibot.isolation.examples.terminal.Terminal;
import org.maibot.isolation.examples.terminal.UnusableDatabaseException;
import org.maibot.isolation.jdbc.Isolation;
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
            "Ctrl-C lets it finish what is under way, and reports what is left. Started again with the same --db, it goes"
                    + " on with that."
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
    /** What shells say of a program that Ctrl-C ended. */
    private static final int STOPPED = 130;

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
        Program.prepare();
        Stop stop = new Stop();
        stop.onShutdown();
        int exitCode = run(Terminal.standard(), stop, arguments);
        stop.programEnded();
        System.exit(exitCode);
    }

    /** Runs the command, and returns its exit code. */
    static int run(Terminal terminal, Stop stop, String... arguments) {
        return Program.run(new Replay(terminal, stop), terminal, arguments);
    }

    @Override
    public Integer call() throws IOException, UnusableDatabaseException {
        try (ChatLog log = options.chatLog.open(Replay.class);
                Isolation isolation = options.database.open()) {
            Bot bot = startBot(isolation);
            Screen screen = options.screen.on(terminal, Program.isWatched());
            Session.Ending ending = new Session(bot, options.speed, options.drain, stop).run(log, terminal, screen);
            List<IsolationContext> scopes = ending.last().scopes().stream()
                    .map(Snapshot.ScopeWork::scope)
                    .toList();
            new Summary(terminal)
                    .print(log.name(), ending, StoredScope.of(isolation, scopes), options.database.isKept());
            terminal.flush();
            return exitCode(ending);
        }
    }

    private static int exitCode(Session.Ending ending) {
        if (ending.stopped()) {
            return STOPPED;
        }
        return ending.isComplete() ? ExitCode.OK : ExitCode.INCOMPLETE;
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
