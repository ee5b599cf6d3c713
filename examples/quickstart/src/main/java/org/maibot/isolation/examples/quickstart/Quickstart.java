package org.maibot.isolation.examples.quickstart;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.maibot.isolation.examples.terminal.ChatLog;
import org.maibot.isolation.examples.terminal.ChatLogArgument;
import org.maibot.isolation.examples.terminal.DatabaseOption;
import org.maibot.isolation.examples.terminal.ExitCode;
import org.maibot.isolation.examples.terminal.Program;
import org.maibot.isolation.examples.terminal.ProgramVersion;
import org.maibot.isolation.examples.terminal.Terminal;
import org.maibot.isolation.examples.terminal.UnusableDatabaseException;
import org.maibot.isolation.jdbc.ImportReport;
import org.maibot.isolation.jdbc.Isolation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command: imports a chat log into an embedded database, and shows what each scope sees. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        description = {
            "Imports a chat log into an embedded database, and shows what each tenant and agent sees of it.",
            "A chat stream is then asked the same question in two ways, and three ways out of it are tried."
        },
        sortOptions = false,
        exitCodeOnInvalidInput = ExitCode.UNUSABLE,
        exitCodeOnExecutionException = ExitCode.DEFECT,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:some lines of the chat log are bad, see standard error; the others are imported",
            "2:the command line, the chat log or the database cannot be used",
            "3:isolation is broken: scopes do not add up, or a way out was not refused"
        })
public final class Quickstart implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print one JSON object instead of tables.")
    private boolean json;

    @Mixin
    private final DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--progress",
            paramLabel = "<style>",
            defaultValue = "auto",
            description = "How to show the progress of the import on standard error: bar, plain (a line for each"
                    + " batch), none, or auto, which is a bar on a terminal unless --json is given.")
    private ProgressStyle progress = ProgressStyle.AUTO;

    @Mixin
    private final ChatLogArgument chatLog = new ChatLogArgument();

    private Quickstart(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs the command, and ends the process. */
    public static void main(String[] arguments) {
        Program.prepare();
        System.exit(run(Terminal.standard(), arguments));
    }

    /** Runs the command, and returns its exit code. */
    static int run(Terminal terminal, String... arguments) {
        return Program.run(new Quickstart(terminal), terminal, arguments);
    }

    @Override
    public Integer call() throws IOException, UnusableDatabaseException {
        try (ChatLog log = chatLog.open(Quickstart.class);
                Isolation isolation = database.open()) {
            Progress shown = progress.on(terminal.err(), log.bytes(), Program.isWatched() && !json);
            ImportReport report = new LogImport(isolation, terminal, shown).run(log);
            print(log, report, isolation);
            return report.rejected() == 0 ? ExitCode.OK : ExitCode.INCOMPLETE;
        }
    }

    private void print(ChatLog log, ImportReport report, Isolation isolation) throws IOException {
        Findings findings = Findings.of(isolation);
        if (json) {
            JsonReport.of(findings).write(terminal.out());
        } else {
            TextReport text = new TextReport(terminal, Ansi.AUTO);
            text.imported(log.name(), report);
            text.found(findings, isolation);
        }
        terminal.flush();
    }
}
