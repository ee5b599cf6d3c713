package org.maibot.isolation.testkit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.testkit.Snapshot.Row;
import org.maibot.isolation.testkit.TwinReport.Difference;
import org.maibot.isolation.testkit.TwinReport.Kind;

/**
 * Runs code three times: guarded among the rows of everybody, guarded in the twin, and in the twin without a guard. The first
 * two differ only by the rows of others; the last two only by the guard.
 */
final class Comparison {
    private static final int MAX_LINES = 10;

    private final IsolationContext context;
    private final String what;
    private final ScopedCode<?> code;
    private final Guard guard;
    private final Side everybody;
    private final Twin twin;
    private final List<Difference> differences = new ArrayList<>();

    Comparison(IsolationContext context, String what, ScopedCode<?> code, Guard guard, Side everybody, Twin twin) {
        this.context = context;
        this.what = what;
        this.code = code;
        this.guard = guard;
        this.everybody = everybody;
        this.twin = twin;
    }

    /** What code has returned, and what the tables held before and after. */
    private record Run(Outcome outcome, Snapshot before, Snapshot after) {
        NewIds newIds(Tables tables) {
            return NewIds.of(tables, before, after);
        }
    }

    TwinReport report() throws SQLException {
        Snapshot before = everybody.snapshot();
        Run alone = inTwin(twin.guard(), null);
        Run unguarded = inTwin(Guard.none(), null);
        Run among = run(everybody, guard, before);

        judgeAnswer(among, alone);
        judgeOthers(among);
        judgeOwn(among, alone);
        if (differences.isEmpty()
                && among.outcome().failure() == null
                && unguarded.outcome().failure() == null
                && isComparable(unguarded)) {
            judgeGuard(among, unguarded);
        }
        return new TwinReport(
                context,
                List.copyOf(differences),
                isRefused(among.outcome()),
                Optional.ofNullable(among.outcome().failure()));
    }

    /** Whether the guard makes no difference: writes leave out the rows of wider levels, which are in the twin to be seen. */
    private boolean isComparable(Run unguarded) {
        return unguarded.before().outside(context).isEmpty()
                || unguarded.before().equals(unguarded.after());
    }

    private Run inTwin(Guard with, @Nullable Table whole) throws SQLException {
        everybody.undo();
        Side side = twin.fill(everybody.connection(), context, whole);
        try {
            return run(side, with, side.snapshot());
        } finally {
            side.undo();
        }
    }

    private Run run(Side side, Guard with, Snapshot before) throws SQLException {
        Outcome outcome = side.run(with, code, context);
        return new Run(outcome, before, side.snapshot());
    }

    /** The tables that make a difference if the twin holds the rows of others in them: references to these are not confined. */
    private List<String> reasons(Run alone) throws SQLException {
        List<String> reasons = new ArrayList<>();
        for (Table table : twin.tables().all()) {
            if (!table.dimensions().isEmpty() && !isSame(inTwin(twin.guard(), table), alone)) {
                reasons.add(table.name());
            }
        }
        return reasons;
    }

    private boolean isSame(Run run, Run other) {
        boolean told = run.outcome().isToldByLines() && other.outcome().isToldByLines();
        return run.outcome().isSameAs(other.outcome())
                || (told
                        && run.newIds(twin.tables())
                                .in(run.outcome().lines())
                                .equals(other.newIds(twin.tables())
                                        .in(other.outcome().lines())));
    }

    private static boolean isRefused(Outcome outcome) {
        for (Throwable cause = outcome.failure(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IsolationViolationException) {
                return true;
            }
        }
        return false;
    }

    private void judgeAnswer(Run among, Run alone) throws SQLException {
        if (!isSame(among, alone)) {
            List<String> more = without(among.outcome().lines(), alone.outcome().lines());
            List<String> missing =
                    without(alone.outcome().lines(), among.outcome().lines());
            add(
                    Kind.SHOWS_OTHERS,
                    "returned something else than it does where the database holds only the rows of its scope.",
                    list("It returned", more.stream().map(line -> line + owners(line, among.before()))),
                    list("instead of", missing.stream()),
                    list("The rows of others that it sees are in", reasons(alone).stream()));
        }
    }

    private void judgeOthers(Run among) {
        List<Row> was = among.before().outside(context);
        List<Row> is = among.after().outside(context);
        List<Row> gone = Snapshot.without(was, is);
        List<Row> come = Snapshot.without(is, was);
        if (!gone.isEmpty() || !come.isEmpty()) {
            add(
                    Kind.CHANGES_OTHERS,
                    "changed rows that are not of its scope.",
                    list("These are gone:", gone.stream().map(Row::describe)),
                    list("These came:", come.stream().map(Row::describe)));
        }
    }

    private void judgeOwn(Run among, Run alone) {
        judgeRows(
                Kind.DEPENDS_ON_OTHERS,
                "left its own rows otherwise than it does where the database holds only them.",
                among,
                alone);
    }

    private void judgeGuard(Run among, Run unguarded) {
        if (!isSame(among, unguarded)) {
            add(
                    Kind.WRONG_ANSWER,
                    "returned something else than it does without isolation in a database of the scope's rows.",
                    list(
                            "It returned",
                            without(among.outcome().lines(), unguarded.outcome().lines()).stream()),
                    list(
                            "instead of",
                            without(unguarded.outcome().lines(), among.outcome().lines()).stream()));
        }
        judgeRows(
                Kind.WRONG_ANSWER,
                "left its own rows otherwise than it does without isolation in a database of the scope's rows.",
                among,
                unguarded);
    }

    private void judgeRows(Kind kind, String how, Run run, Run wanted) {
        List<Row> mine = run.newIds(twin.tables()).inRows(run.after().inside(context));
        List<Row> others = wanted.newIds(twin.tables()).inRows(wanted.after().inside(context));
        List<Row> more = Snapshot.without(mine, others);
        List<Row> missing = Snapshot.without(others, mine);
        if (!more.isEmpty() || !missing.isEmpty()) {
            add(
                    kind,
                    how,
                    list("There are", more.stream().map(Row::describe)),
                    list("instead of", missing.stream().map(Row::describe)));
        }
    }

    /** Whose row holds most of the values of a line. */
    private String owners(String line, Snapshot before) {
        List<Row> own = before.inside(context);
        return before.outside(context).stream()
                .filter(row -> matches(row, line, own) > 0)
                .max(Comparator.comparing(row -> matches(row, line, own)))
                .map(row -> "   <- " + row.describe())
                .orElse("");
    }

    /** How many characters of a line are those of a row, and of no row of the scope. */
    private static int matches(Row row, String line, List<Row> own) {
        return row.values().values().stream()
                .filter(value -> line.contains(value)
                        && own.stream().noneMatch(known -> known.values().containsValue(value)))
                .mapToInt(String::length)
                .sum();
    }

    private void add(Kind kind, String how, String... details) {
        String message = Stream.concat(Stream.of(what + "\nin the context " + context + " " + how), Stream.of(details))
                .filter(detail -> !detail.isEmpty())
                .collect(Collectors.joining("\n"));
        differences.add(new Difference(kind, message));
    }

    private static String list(String title, Stream<String> lines) {
        List<String> all = lines.toList();
        String more = all.size() > MAX_LINES ? "\n  and " + (all.size() - MAX_LINES) + " more" : "";
        return all.isEmpty()
                ? ""
                : title + all.stream().limit(MAX_LINES).collect(Collectors.joining("\n  ", "\n  ", more));
    }

    private static List<String> without(List<String> lines, List<String> others) {
        List<String> rest = new ArrayList<>(lines);
        others.forEach(rest::remove);
        return rest;
    }
}
