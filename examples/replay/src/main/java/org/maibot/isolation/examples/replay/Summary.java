package org.maibot.isolation.examples.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.maibot.isolation.examples.terminal.Terminal;
import org.maibot.isolation.examples.terminal.TextTable;
import org.maibot.isolation.heartflow.DrainReport;
import org.maibot.isolation.heartflow.DrainReport.Left;

/**
 * What is printed at the end.
 *
 * @param terminal where it is printed
 */
record Summary(Terminal terminal) {
    private static final int MAX_LEFT = 5;
    private static final int MAX_NAME_COLUMNS = 40;

    void print(String log, Session.Ending ending, List<StoredScope> stored, boolean kept) {
        SnapshotText text = new SnapshotText(terminal.printable());
        text.table(ending.last(), Integer.MAX_VALUE).forEach(terminal.text()::println);
        line("");
        lines(log, ending);
        messages(ending.tally());
        earlier(ending);
        left(ending.left(), text, kept);
        line("");
        new TextTable(rows(stored), Set.of(1, 2)).lines().forEach(terminal.text()::println);
    }

    private void lines(String log, Session.Ending ending) {
        Totals totals = ending.tally().totals();
        line(
                "%s %s. Lines: %,d, of users: %,d, of agents: %,d, not ours: %,d, bad: %,d.",
                ending.stopped() ? "Stopped playing" : "Played",
                terminal.printable().bounded(log, MAX_NAME_COLUMNS),
                totals.lines(),
                totals.sent(),
                totals.ofAgents(),
                totals.notOurs(),
                totals.bad());
        if (totals.notOurs() > 0) {
            line("Lines that are not ours are of agents that this bot does not have; --any-agent serves them.");
        }
    }

    private void messages(Tally tally) {
        Totals totals = tally.totals();
        line(
                "Of the users' messages: replied %,d, ignored %,d, known already %,d, failed %,d, refused %,d, left %,d.",
                totals.replied(), totals.ignored(), totals.known(), totals.failed(), totals.refused(), totals.left());
        tally.complaints()
                .forEach((complaint, times) ->
                        line("  %,d %s", times.sum(), terminal.printable().of(complaint)));
    }

    private void earlier(Session.Ending ending) {
        if (ending.handledEarlier() > 0) {
            line("Besides, %,d messages that an earlier start had left were handled.", ending.handledEarlier());
        }
    }

    private void left(DrainReport report, SnapshotText text, boolean kept) {
        List<Left> all = new ArrayList<>(report.interrupted());
        all.addAll(report.waiting());
        if (all.isEmpty()) {
            return;
        }
        line(
                "Left: %,d that waited, %,d that were interrupted. %s",
                report.waiting().size(),
                report.interrupted().size(),
                kept && report.kept()
                        ? "They are in the database: start again with the same --db."
                        : "They are lost; a database of --db keeps them.");
        all.stream()
                .limit(MAX_LEFT)
                .forEach(message -> line(
                        "  %s: %s",
                        text.path(message.stream()), terminal.printable().of(message.messageId())));
        if (all.size() > MAX_LEFT) {
            line("  and %,d more", all.size() - MAX_LEFT);
        }
    }

    private List<List<String>> rows(List<StoredScope> scopes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("stored in", "streams", "messages"));
        for (StoredScope scope : scopes) {
            String name = scope.scope()
                    .agentId()
                    .map(agent -> "  " + terminal.printable().bounded(agent, MAX_NAME_COLUMNS))
                    .orElseGet(() -> terminal.printable().bounded(scope.scope().tenantId(), MAX_NAME_COLUMNS));
            rows.add(List.of(
                    name,
                    String.format(Locale.ROOT, "%,d", scope.streams()),
                    String.format(Locale.ROOT, "%,d", scope.messages())));
        }
        return rows;
    }

    private void line(String format, Object... values) {
        terminal.text().printf(Locale.ROOT, format + "%n", values);
    }
}
