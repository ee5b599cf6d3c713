package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;

/**
 * A database with the rows of three tenants, and two twins with those of the first alone. The second twin has its rows in
 * another order, no indexes but keys, and other plans: where the twins differ, no answer is the right one.
 */
final class FuzzTwins implements AutoCloseable {
    private static final Pattern FOREIGN = Pattern.compile("T(2|12)-");
    private static final Pattern WRITES = Pattern.compile(
            "(?i)insert|update|delete|replace|merge|truncate|into|call|_fn|_proc|\\bdo\\b|\\bset\\b|alter|create|drop");

    /**
     * What servers do not survive, whoever asks: MariaDB 11.4 never ends an INTERSECT ALL whose right side is empty, and
     * ends itself at a union that is ordered by a sub-select, as MySQL 8.0.31 does at an ordered update of several tables.
     */
    private static final Map<TestDatabase, Pattern> DEADLY = Map.of(
            TestDatabase.MARIADB,
            Pattern.compile(
                    "(?is)\\b(intersect|except)\\s+all\\b|\\b(union|intersect|except)\\b.*\\border\\s+by\\b.*\\bselect\\b"),
            TestDatabase.MYSQL,
            Pattern.compile("(?is)\\bupdate\\b.*(join\\b|,).*\\bset\\b.*\\border\\s+by\\b"));

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TestDatabase kind;
    private final EscapeDatabase full;
    private final EscapeDatabase twin;
    private final EscapeDatabase otherTwin;
    private final Connection scoped;
    private final Map<String, List<String>> foreign;

    FuzzTwins(TestDatabase kind) throws SQLException {
        this.kind = kind;
        full = ClosedSchema.open(kind, Set.of(1, 2, 12));
        twin = ClosedSchema.open(kind, Set.of(1));
        otherTwin = ClosedSchema.openOtherTwin(kind);
        scoped = full.confined();
        foreign = rows(full, false);
        full.undo();
    }

    /** What became of a statement. */
    enum Fate {
        /** The answer was that of the twin. */
        SAME,
        /** It is an error on the twin too. */
        BOTH_FAIL,
        REFUSED,
        /** The twins differ, or it takes too long. */
        UNCLEAR,
        /** The twin's database does not take the text as it was; it does with the scope's conditions and derived tables. */
        LENIENT,
        /** It is an error, and none on the twin. */
        BROKEN,
        /** The answer was another one, with no name of anybody else in it. */
        WRONG,
        /** Something of somebody else was shown or changed. */
        LEAK,
        /** It took too long to be scoped, or threw what it must not. */
        STUCK
    }

    /** What became of a statement, and why. */
    record Outcome(Fate fate, String why) {}

    /** The name of the database with all rows. */
    @Nullable
    String database() throws SQLException {
        return full.name();
    }

    /** Runs a statement, and undoes it. */
    Outcome run(Escape escape) throws SQLException {
        String sql = escape.statements().get(0);
        Pattern deadly = DEADLY.get(kind);
        if (deadly != null && deadly.matcher(sql).find()) {
            return new Outcome(Fate.UNCLEAR, "not run");
        }
        try {
            Duration taken = scope(sql);
            FuzzSession.restart();
            return taken.compareTo(PATIENCE) > 0
                    ? new Outcome(Fate.STUCK, "scoped in " + taken)
                    : compare(escape, throughTheGuard(escape));
        } catch (RuntimeException | StackOverflowError e) {
            return new Outcome(Fate.STUCK, e.toString());
        } finally {
            undo(escape);
        }
    }

    private void undo(Escape escape) {
        try {
            full.undo();
            twin.undo();
            otherTwin.undo();
        } catch (SQLException e) {
            throw new IllegalStateException("The connection does not outlive " + escape, e);
        }
    }

    private Duration scope(String sql) {
        long start = System.nanoTime();
        try {
            full.rules().scope(sql, Dimension.TENANT);
        } catch (IsolationViolationException refusal) {
            // as it may
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Outcome compare(Escape escape, Answer actual) throws SQLException {
        boolean writes = WRITES.matcher(escape.statements().get(0)).find();
        String changed = writes && !actual.failed() ? difference(rows(full, false), foreign) : "";
        if (!changed.isEmpty()) {
            return new Outcome(Fate.LEAK, changed);
        }
        if (actual.refusal() != null) {
            return new Outcome(showsMore(actual, escape) ? Fate.LEAK : Fate.REFUSED, actual.text());
        }
        Answer expected = answer(twin, escape.in(full.name(), twin.name()));
        Outcome outcome = compare(actual, expected, writes);
        boolean right = outcome.fate() == Fate.SAME || outcome.fate() == Fate.BOTH_FAIL;
        if (showsMore(actual, escape) && !FOREIGN.matcher(expected.text()).find()) {
            return new Outcome(Fate.LEAK, outcome.why());
        }
        return right || !isUnclear(escape, actual, expected, writes)
                ? outcome
                : new Outcome(Fate.UNCLEAR, outcome.why());
    }

    private Outcome compare(Answer actual, Answer expected, boolean writes) {
        if (actual.failed() && expected.failed()) {
            return new Outcome(Fate.BOTH_FAIL, actual.text());
        }
        if (!actual.text().equals(expected.text())) {
            Fate fate = actual.failed() ? Fate.BROKEN : expected.failed() ? Fate.LENIENT : Fate.WRONG;
            return new Outcome(fate, actual.text() + " INSTEAD OF " + expected.text());
        }
        String difference = writes ? difference(rows(full, true), rows(twin, true)) : "";
        return new Outcome(difference.isEmpty() ? Fate.SAME : Fate.WRONG, difference);
    }

    private static Map<String, List<String>> rows(EscapeDatabase database, boolean own) {
        FuzzSession.restart();
        return database.rows(own);
    }

    private static Answer answer(EscapeDatabase database, Escape escape) {
        FuzzSession.restart();
        return new TextRunner(database.connection()).answer(escape);
    }

    /** Only what JDBC may throw is an answer. */
    private Answer throughTheGuard(Escape escape) {
        try {
            return Answer.of(
                    List.of(new TextRunner(scoped).run(escape.statements().get(0), escape.params())));
        } catch (SQLException e) {
            return Answer.failed(List.of(), e);
        }
    }

    private static String difference(Map<String, List<String>> rows, Map<String, List<String>> wanted) {
        return rows.keySet().stream()
                .filter(table -> !rows.getOrDefault(table, List.of()).equals(wanted.get(table)))
                .map(table -> table + rows.get(table) + " INSTEAD OF " + wanted.get(table))
                .collect(Collectors.joining("; "));
    }

    /** Whether an answer holds a foreign text, and the statement none. */
    private static boolean showsMore(Answer answer, Escape escape) {
        return FOREIGN.matcher(answer.text()).find()
                && !FOREIGN.matcher(escape.statements() + " " + escape.params()).find();
    }

    private boolean isUnclear(Escape escape, Answer actual, Answer expected, boolean writes) throws SQLException {
        if (UnclearAnswers.isUnclear(escape.statements().get(0), actual, expected)) {
            return true;
        }
        Map<String, List<String>> rows = writes ? rows(twin, true) : Map.of();
        twin.undo();
        Answer again = answer(twin, escape.in(full.name(), twin.name()));
        Answer other = answer(otherTwin, escape.in(full.name(), otherTwin.name()));
        return !again.text().equals(expected.text())
                || !other.text().equals(expected.text())
                || (writes
                        && !(rows(twin, true).equals(rows)
                                && rows(otherTwin, true).equals(rows)));
    }

    @Override
    public void close() throws SQLException {
        full.close();
        twin.close();
        otherTwin.close();
    }
}
