package org.maibot.isolation.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.jdbc.ImportReport;
import org.maibot.isolation.jdbc.Isolation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Option(
            names = "--db",
            paramLabel = "<URL>",
            defaultValue = "jdbc:sqlite::memory:",
            description = "The database, such as jdbc:sqlite:chats.db, kept between runs. By default one in memory.")
    private String url = "";

    @Option(
            names = "--progress",
            paramLabel = "<style>",
            defaultValue = "auto",
            description = "How to show the progress of the import on standard error: bar, plain (a line for each"
                    + " batch), none, or auto, which is a bar on a terminal unless --json is given.")
    private ProgressStyle progress = ProgressStyle.AUTO;

    @Parameters(
            arity = "0..1",
            paramLabel = "<chat log>",
            description = "A file of JSON Lines. By default a small sample.")
    private @Nullable Path chatLog;

    private Quickstart(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs the command, and ends the process. */
    public static void main(String[] arguments) {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        System.setProperty("jdk.console", "java.base"); // else JDK 22 to 24 see a console where there is none
        System.exit(run(Terminal.standard(), arguments));
    }

    /** Runs the command, and returns its {@link ExitCode}. */
    static int run(Terminal terminal, String... arguments) {
        Failures failures = new Failures(terminal);
        return new CommandLine(new Quickstart(terminal))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(terminal.text())
                .setErr(terminal.err())
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, UnusableDatabaseException {
        try (ChatLog log = ChatLog.open(chatLog);
                Isolation isolation = openDatabase()) {
            Progress shown = progress.on(terminal.err(), log.bytes(), hasConsole() && !json);
            ImportReport report = new LogImport(isolation, terminal, shown).run(log);
            print(log, report, isolation);
            return report.rejected() == 0 ? ExitCode.OK : ExitCode.BAD_LINES;
        }
    }

    @SuppressWarnings("SystemConsoleNull") // main asks for the implementation that is null without a terminal
    private static boolean hasConsole() {
        return System.console() != null;
    }

    /** A log may have any number of tenants, so their number is not limited. */
    private Isolation openDatabase() throws UnusableDatabaseException {
        try {
            return Isolation.builder()
                    .jdbcUrl(url)
                    .maxTenants(Integer.MAX_VALUE)
                    .open();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UnusableDatabaseException(e);
        }
    }

    private void print(ChatLog log, ImportReport report, Isolation isolation) throws IOException {
        Findings findings = Findings.of(isolation);
        if (json) {
            JsonReport.of(findings).write(terminal.out());
        } else {
            TextReport text = new TextReport(terminal, CommandLine.Help.Ansi.AUTO);
            text.imported(log.name(), report);
            text.found(findings, isolation);
        }
        terminal.flush();
    }
}
