package org.maibot.isolation.examples.quickstart;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.maibot.isolation.examples.terminal.Printable;
import org.maibot.isolation.examples.terminal.TextTable;

/**
 * What tenants and their agents see, as a table: a row for each tenant, and below it an indented one for each agent.
 *
 * @param printable makes ids fit to be printed
 */
record ScopeTable(Printable printable) {
    private static final List<String> HEADER =
            List.of("tenant, agent", "platforms", "streams", "messages", "first", "last");
    private static final Set<Integer> NUMBERS = Set.of(1, 2, 3);
    private static final String INDENT = "  ";
    private static final int MAX_ID_COLUMNS = 32;
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The lines of the table, the header first. */
    List<String> lines(List<ScopeSummary> scopes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        scopes.forEach(scope -> rows.add(row(scope)));
        return new TextTable(rows, NUMBERS).lines();
    }

    private List<String> row(ScopeSummary scope) {
        return List.of(
                name(scope),
                number(scope.platforms()),
                number(scope.streams()),
                number(scope.messages()),
                time(scope.first()),
                time(scope.last()));
    }

    private String name(ScopeSummary summary) {
        return summary.scope()
                .agentId()
                .map(agent -> INDENT + printable.bounded(agent, MAX_ID_COLUMNS))
                .orElseGet(() -> printable.bounded(summary.scope().tenantId(), MAX_ID_COLUMNS));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String time(Optional<Instant> time) {
        return time.map(MINUTES::format).orElse("-");
    }
}
