package org.maibot.isolation.testkit;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.testkit.Side.Run;
import org.maibot.isolation.testkit.Snapshot.Row;
import org.maibot.isolation.testkit.SqlCode.Answer;
import org.maibot.isolation.testkit.TwinReport.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs code three times: guarded among the rows of everybody, guarded in the twin, and in the twin without a guard. The first
 * two differ only by the rows of others; the last two only by the guard.
 */
final class Comparison {
    private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);
    private static final int MIN_TOLD = 4;
    private static final int MIN_KNOWN = 6;

    private final IsolationContext context;
    private final String what;
    private final ScopedCode<?> code;
    private final Side everybody;
    private final Twin twin;
    private final Snapshot host;
    private final String start;
    private final Differences differences;

    /** @param everybody whose rows are as they were committed */
    Comparison(IsolationContext context, String what, ScopedCode<?> code, Side everybody, Twin twin)
            throws SQLException {
        this.context = context;
        this.what = what;
        this.code = code;
        this.everybody = everybody;
        this.twin = twin;
        this.host = everybody.snapshot();
        this.start = everybody.now();
        this.differences = new Differences(context, what);
    }

    /**
     * Compares.
     *
     * @param guard of the host's database
     * @param twinGuard the same for the twin
     * @param judged whether the guard itself is looked at too, by what the code does without any
     */
    TwinReport report(Guard guard, Guard twinGuard, boolean judged) throws SQLException {
        if (host.outside(context).isEmpty()) {
            LOG.warn(
                    "Nothing in the database is of others than {}, so that a check of it proves little; plant canaries first",
                    context);
        }
        Run among = run(everybody, guard, host);
        Run alone = inTwin(twinGuard);
        boolean compared = judged && !isRefused(among.outcome()); // what is refused is not executed without a guard
        Run unguarded = compared ? inTwin(Guard.none()) : alone;
        if (among.outcome().isGivenUp()
                || alone.outcome().isGivenUp()
                || unguarded.outcome().isGivenUp()) {
            return new TwinReport(context, List.of(), false, Optional.of(new SQLTimeoutException("It takes too long")));
        }

        if (!isSame(among, alone)) {
            judgeAnswer(among, alone, twinGuard);
        } else if (!(code instanceof SqlCode)) { // a statement has no other way, and returns what it says itself
            judgeKnown(among);
        }
        judgeFailure(among, alone);
        judgeOthers(among);
        judgeRows(
                Kind.DEPENDS_ON_OTHERS,
                "left its own rows otherwise than it does where the database holds only them.",
                among,
                alone);
        if (compared && differences.isEmpty() && unguarded.outcome().failure() == null && isComparable(unguarded)) {
            judgeGuard(among, unguarded);
        }
        if (among.outcome().failure() instanceof Side.UnusedException unused) {
            differences.add(Kind.PROVES_NOTHING, "proves nothing: " + unused.getMessage());
        }
        requireRepeatable(alone, twinGuard);
        judgeWhatIsLeft();
        return new TwinReport(
                context,
                differences.all(),
                isRefused(among.outcome()),
                Optional.ofNullable(among.outcome().failure()));
    }

    /** A difference says nothing of code that does not do the same twice. */
    private void requireRepeatable(Run alone, Guard twinGuard) throws SQLException {
        if (!differences.isEmpty()) {
            Run again = inTwin(twinGuard);
            if (!isSame(again, alone) || !ownRows(again).isSameAs(ownRows(alone))) {
                differences.keep(Kind.CHANGES_OTHERS);
                differences.add(
                        Kind.PROVES_NOTHING,
                        "does not do the same twice in the same database; inject clocks and random numbers, and return"
                                + " values that can be compared.",
                        Differences.list("It returned", alone.outcome().lines().stream()),
                        Differences.list("and then", again.outcome().lines().stream()));
            }
        }
    }

    /** All was undone: whatever is left was not done on the data source that the code was given. */
    private void judgeWhatIsLeft() throws SQLException {
        everybody.undo();
        Snapshot left = code instanceof SqlCode ? host : everybody.snapshot();
        List<Row> gone = Snapshot.without(host.rows(), left.rows());
        List<Row> come = Snapshot.without(left.rows(), host.rows());
        if (!gone.isEmpty() || !come.isEmpty()) {
            differences.add(
                    Kind.CHANGES_OTHERS,
                    "changed rows past the data source that it was given, or in a way that is not undone.",
                    Differences.list("These are gone:", gone.stream().map(Row::describe)),
                    Differences.list("These came:", come.stream().map(Row::describe)));
        }
    }

    /** Whether the guard makes no difference: writes leave out the rows of wider levels, which are in the twin to be seen. */
    private boolean isComparable(Run unguarded) {
        boolean writes =
                unguarded.isChanged() || (unguarded.outcome().value() instanceof Answer answer && answer.writes());
        return !writes || unguarded.before().outside(context).isEmpty();
    }

    private Run inTwin(Guard guard) throws SQLException {
        everybody.undo();
        Side side = twin.side(everybody.connection(), context, host);
        return run(side, guard, twin.rows());
    }

    private Run run(Side side, Guard guard, Snapshot before) throws SQLException {
        Run run = side.run(guard, code, context, before);
        if (run.isChanged()) {
            side.undo();
            if (!side.equals(everybody) && !side.snapshot().isSameAs(before)) {
                twin.forget();
                throw new IllegalStateException(
                        what + "\nhas changed rows in a way that a rollback does not undo; a twin"
                                + " check is for code without statements that commit by themselves, such as DDL on MySQL");
            }
        }
        side.undo();
        return run;
    }

    /** The tables that make a difference if the twin holds the rows of others in them: references to these are not confined. */
    private List<String> reasons(Run alone, Guard twinGuard) throws SQLException {
        List<String> reasons = new ArrayList<>();
        for (Table table : twin.tables().all()) {
            if (!table.dimensions().isEmpty() && !isSame(withOthers(table, twinGuard), alone)) {
                reasons.add(table.name());
            }
        }
        return reasons;
    }

    private Run withOthers(Table table, Guard guard) throws SQLException {
        Side side = twin.side(everybody.connection(), context, host);
        try {
            twin.addOthers(everybody.connection(), context, table);
            return side.run(guard, code, context, side.snapshot());
        } finally {
            side.undo();
        }
    }

    private boolean isSame(Run run, Run other) {
        return run.outcome().isSameAs(other.outcome(), newIds(run), newIds(other));
    }

    private NewIds newIds(Run run) {
        return run.newIds(twin.tables(), start);
    }

    private static boolean isRefused(Outcome outcome) {
        for (Throwable cause = outcome.failure(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IsolationViolationException) {
                return true;
            }
        }
        return false;
    }

    private void judgeAnswer(Run among, Run alone, Guard twinGuard) throws SQLException {
        List<String> more =
                Snapshot.without(among.outcome().lines(), alone.outcome().lines());
        List<String> missing =
                Snapshot.without(alone.outcome().lines(), among.outcome().lines());
        differences.add(
                Kind.SHOWS_OTHERS,
                "returned something else than it does where the database holds only the rows of its scope.",
                Differences.list("The rows of others that it sees are in", reasons(alone, twinGuard).stream()),
                Differences.list(
                        "It returned",
                        more.stream().map(line -> Differences.brief(line) + differences.owners(line, among.before()))),
                Differences.list("instead of", missing.stream().map(Differences::brief)));
    }

    /** The same in both, and yet what only a row of others has: it comes from elsewhere, a cache or another way to the database. */
    private void judgeKnown(Run among) {
        String text = String.join("\n", FoundTexts.of(among.outcome().value()));
        List<Row> told = differences.told(text, what, among.before(), MIN_KNOWN);
        if (!told.isEmpty() && among.outcome().failure() == null) {
            differences.add(
                    Kind.SHOWS_OTHERS,
                    "returned what stands in rows of others, also where the database does not hold them: it has another way to"
                            + " it than the data source that it was given, or keeps what others have read.",
                    Differences.list("The rows are", told.stream().map(Row::describe)));
        }
    }

    /** Where it fails in both, the exceptions are not compared, but must not tell of the rows of others. */
    private void judgeFailure(Run among, Run alone) {
        String text = among.outcome().failureText();
        if (alone.outcome().failure() != null && !text.isEmpty()) {
            List<Row> told = differences.told(text, what + alone.outcome().failureText(), among.before(), MIN_TOLD);
            if (!told.isEmpty()) {
                differences.add(
                        Kind.SHOWS_OTHERS,
                        "fails, and its exception tells of the rows of others: " + text,
                        Differences.list("They are", told.stream().map(Row::describe)));
            }
        }
    }

    private void judgeOthers(Run among) {
        if (!among.isChanged()) {
            return;
        }
        List<Row> was = among.before().outside(context);
        List<Row> is = among.after().outside(context);
        List<Row> gone = Snapshot.without(was, is);
        List<Row> come = Snapshot.without(is, was);
        if (!gone.isEmpty() || !come.isEmpty()) {
            differences.add(
                    Kind.CHANGES_OTHERS,
                    "changed rows that are not of its scope.",
                    Differences.list("These are gone:", gone.stream().map(Row::describe)),
                    Differences.list("These came:", come.stream().map(Row::describe)));
        }
    }

    private void judgeGuard(Run among, Run unguarded) {
        if (!isSame(among, unguarded)) {
            differences.add(
                    Kind.WRONG_ANSWER,
                    "returned something else than it does without isolation in a database of the scope's rows.",
                    Differences.list(
                            "It returned",
                            Snapshot.without(
                                    among.outcome().lines(), unguarded.outcome().lines())
                                    .stream()),
                    Differences.list(
                            "instead of",
                            Snapshot.without(
                                    unguarded.outcome().lines(), among.outcome().lines())
                                    .stream()));
        }
        judgeRows(
                Kind.WRONG_ANSWER,
                "left its own rows otherwise than it does without isolation in a database of the scope's rows.",
                among,
                unguarded);
    }

    private Snapshot ownRows(Run run) {
        return new Snapshot(newIds(run).inRows(run.after().inside(context)));
    }

    private void judgeRows(Kind kind, String how, Run run, Run wanted) {
        if (!run.isChanged() && !wanted.isChanged()) {
            return;
        }
        List<Row> mine = ownRows(run).rows();
        List<Row> others = ownRows(wanted).rows();
        List<Row> more = Snapshot.without(mine, others);
        List<Row> missing = Snapshot.without(others, mine);
        if (!more.isEmpty() || !missing.isEmpty()) {
            differences.add(
                    kind,
                    how,
                    Differences.list("There are", more.stream().map(Row::describe)),
                    Differences.list("instead of", missing.stream().map(Row::describe)));
        }
    }
}
