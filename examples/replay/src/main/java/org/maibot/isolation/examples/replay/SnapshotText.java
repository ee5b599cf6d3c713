package org.maibot.isolation.examples.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.examples.replay.Activity.StreamActivity;
import org.maibot.isolation.examples.replay.Snapshot.ScopeWork;
import org.maibot.isolation.examples.replay.Snapshot.Work;
import org.maibot.isolation.examples.terminal.Printable;
import org.maibot.isolation.examples.terminal.TextTable;

/**
 * Snapshots for people.
 *
 * @param printable makes ids fit to be printed
 */
record SnapshotText(Printable printable) {
    private static final List<String> SCOPE_HEADER =
            List.of("tenant, agent", "streams", "received", "replied", "ignored", "failed", "waiting", "under way");
    private static final Set<Integer> SCOPE_NUMBERS = Set.of(1, 2, 3, 4, 5, 6, 7);
    private static final List<String> STREAM_HEADER = List.of("busiest chat streams", "messages", "under way");
    private static final Set<Integer> STREAM_NUMBERS = Set.of(1, 2);
    private static final int MAX_SCOPE_COLUMNS = 24;
    private static final int MAX_ID_COLUMNS = 12;

    /** On one line. */
    String line(Snapshot snapshot) {
        Work total = snapshot.total();
        return String.format(
                Locale.ROOT,
                "%s s: received %,d, replied %,d, ignored %,d, failed %,d, waiting %,d, under way %,d; %s",
                seconds(snapshot.elapsed()),
                total.received(),
                total.replied(),
                total.ignored(),
                total.failed(),
                total.waiting(),
                total.underWay(),
                pace(snapshot));
    }

    /**
     * As a table.
     *
     * @param scopes how many rows tenants and agents may have
     */
    List<String> table(Snapshot snapshot, int scopes) {
        List<String> lines = new ArrayList<>();
        lines.add(seconds(snapshot.elapsed()) + " s: " + pace(snapshot));
        lines.add("");
        lines.addAll(scopes(snapshot, scopes));
        if (!snapshot.busiest().isEmpty()) {
            lines.add("");
            lines.addAll(busiest(snapshot.busiest()));
        }
        return lines;
    }

    private List<String> scopes(Snapshot snapshot, int most) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(SCOPE_HEADER);
        snapshot.scopes().stream().limit(most).forEach(scope -> rows.add(row(name(scope), scope.work())));
        int hidden = snapshot.scopes().size() - most;
        rows.add(row(hidden > 0 ? "all, with " + hidden + " more" : "all", snapshot.total()));
        return new TextTable(rows, SCOPE_NUMBERS).lines();
    }

    private String name(ScopeWork scope) {
        return scope.scope()
                .agentId()
                .map(agent -> "  " + printable.bounded(agent, MAX_SCOPE_COLUMNS - 2))
                .orElseGet(() -> printable.bounded(scope.scope().tenantId(), MAX_SCOPE_COLUMNS));
    }

    private static List<String> row(String name, Work work) {
        return List.of(
                name,
                number(work.streams()),
                number(work.received()),
                number(work.replied()),
                number(work.ignored()),
                number(work.failed()),
                number(work.waiting()),
                number(work.underWay()));
    }

    private List<String> busiest(List<StreamActivity> streams) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(STREAM_HEADER);
        streams.forEach(
                stream -> rows.add(List.of(path(stream.stream()), number(stream.ended()), number(stream.underWay()))));
        return new TextTable(rows, STREAM_NUMBERS).lines();
    }

    /** The ids of a scope, from the outside in. */
    String path(IsolationContext scope) {
        return Stream.of(Dimension.values())
                .flatMap(dimension -> scope.id(dimension).stream())
                .map(id -> printable.bounded(id, MAX_ID_COLUMNS))
                .collect(Collectors.joining(" / "));
    }

    private static String pace(Snapshot snapshot) {
        return String.format(
                Locale.ROOT,
                "%,.1f messages/s, latency p50 %,d ms, p99 %,d ms",
                snapshot.perSecond(),
                snapshot.median().toMillis(),
                snapshot.slow().toMillis());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
