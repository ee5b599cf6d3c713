package org.maibot.isolation.examples.quickstart;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.examples.terminal.Terminal;
import org.maibot.isolation.jdbc.ImportReport;
import org.maibot.isolation.jdbc.Isolation;
import picocli.CommandLine.Help.Ansi;

/**
 * The findings for people.
 *
 * @param terminal where they are printed
 * @param ansi whether headings are bold
 */
record TextReport(Terminal terminal, Ansi ansi) {
    private static final int MAX_ID_COLUMNS = 24;
    private static final int MAX_TEXT_COLUMNS = 50;

    /** As many words as fit on an indented line, or part of a very long word. */
    private static final Pattern LINE = Pattern.compile(" *(?:.{1,78}(?= |$)|.{78})");

    void imported(String log, ImportReport report) {
        String name = terminal.printable().bounded(log, MAX_TEXT_COLUMNS);
        line(
                "Imported %s. New messages: %,d, already there: %,d, bad lines: %,d.",
                name, report.stored(), report.alreadyThere(), report.rejected());
    }

    void found(Findings findings, Isolation isolation) {
        overview(findings.overview(), isolation);
        findings.dialogue().ifPresent(this::dialogue);
        if (!findings.refused().isEmpty()) {
            refused(findings.refused());
        }
    }

    private void overview(Overview overview, Isolation isolation) {
        heading("What each scope sees (times in UTC)");
        List<ScopeSummary> scopes = overview.platforms().entrySet().stream()
                .map(scope -> ScopeSummary.of(
                        isolation, scope.getKey(), scope.getValue().size()))
                .toList();
        new ScopeTable(terminal.printable()).lines(scopes).forEach(terminal.text()::println);
        terminal.text().println();
        line(
                "Tenants: %,d, agents: %,d, chat streams: %,d, messages: %,d.",
                overview.count(Dimension.TENANT),
                overview.count(Dimension.AGENT),
                overview.streams().size(),
                overview.messages());
        line("Counted in each chat stream on its own, the sum is what the table holds.");
    }

    private void dialogue(Findings.Dialogue dialogue) {
        Question question = dialogue.question();
        String id = terminal.printable().bounded(question.messageId(), MAX_ID_COLUMNS);
        heading("One question, asked in two ways");
        line("Chat streams that have a message \"%s\": %,d. In this one,", id, question.holders());
        line("  %s,", path(question.stream()));
        line("  jOOQ           select user_id, text from messages where message_id = ?");
        line("  query manager  queries.messages().find(\"%s\")", id);
        line("both find one, and the same:");
        line("  %s: %s", id(dialogue.answer().userId()), text(dialogue.answer().text()));
    }

    private void refused(List<Refusal> refused) {
        heading("Ways out of that chat stream, all refused");
        for (Refusal refusal : refused) {
            line("%s", refusal.attempt());
            wrapped(refusal.reason() + ": " + refusal.message());
        }
    }

    private String path(IsolationContext stream) {
        return Stream.of(Dimension.values())
                .flatMap(dimension -> stream.id(dimension).stream())
                .map(this::id)
                .collect(Collectors.joining(" / "));
    }

    private String id(String id) {
        return terminal.printable().bounded(id, MAX_ID_COLUMNS);
    }

    private String text(String text) {
        return terminal.printable().bounded(text, MAX_TEXT_COLUMNS);
    }

    private void wrapped(String text) {
        LINE.matcher(terminal.printable().of(text))
                .results()
                .forEach(line -> line("  %s", line.group().strip()));
    }

    private void heading(String heading) {
        PrintWriter text = terminal.text();
        text.println();
        text.println(ansi.string("@|bold " + heading + "|@"));
    }

    private void line(String format, Object... values) {
        terminal.text().printf(Locale.ROOT, format + "%n", values);
    }
}
