package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;
import org.maibot.isolation.jdbc.TriedEscape.Fate;
import org.maibot.isolation.jdbc.TriedEscape.Outcome;

/**
 * The database of the escapes with the rows of three tenants, and its twin with those of the first alone. What an escape
 * gives through a door to the first it must give in the twin, where nothing scopes it.
 */
final class EscapeTwins implements AutoCloseable {
    private static final Pattern FOREIGN = Pattern.compile("T(2|12)-");
    private static final IsolationContext CONTEXT = IsolationContext.of("1");

    private final EscapeDatabase full;
    private final EscapeDatabase twin;
    private final EscapeTables fullTables;
    private final EscapeTables twinTables;
    private final EscapeTables.Rows before;
    private final Map<Door, EscapeRunner> doors;
    private final TextRunner texts;
    private final PlainSqlRunner plainSql;
    private final TreeRunner trees;

    EscapeTwins(TestDatabase kind) throws SQLException {
        full = EscapeDatabase.of(kind, false, Set.of(1, 2, 12));
        twin = EscapeDatabase.of(kind, true, Set.of(1));
        fullTables = new EscapeTables(full.connection(), full.tables(), kind.family());
        twinTables = new EscapeTables(twin.connection(), full.tables(), kind.family());
        before = fullTables.read();
        full.undo();
        EscapeDoors open = new EscapeDoors(full.rules(), CONTEXT);
        doors = open.to(SharedConnection.of(full.connection()));
        texts = new TextRunner(twin.connection());
        plainSql = new PlainSqlRunner(open.unscoped(SharedConnection.of(twin.connection())));
        trees = new TreeRunner(plainSql.dsl());
    }

    /** What is to come of an escape. */
    private record Expected(Answer answer, Map<String, List<String>> rows) {}

    /** The name of the database with all rows. */
    @Nullable
    String database() throws SQLException {
        return full.name();
    }

    /** Runs an escape through those of some doors that take it, and undoes it each time. */
    TriedEscape run(Escape escape, Set<Door> wanted) throws SQLException {
        boolean passes = escape.statements().stream().allMatch(sql -> plainSql.passes(sql, escape.params()));
        Map<EscapeRunner, Expected> known = new HashMap<>();
        Map<Door, Outcome> outcomes = new EnumMap<>(Door.class);
        for (Door door : wanted) {
            EscapeRunner runner = requireNonNull(doors.get(door));
            if (runner.takes(escape)) {
                restartSequences(escape);
                outcomes.put(door, run(escape, runner, inTwin(door.form(), passes), known));
            }
        }
        return new TriedEscape(escape, passes, outcomes);
    }

    private void restartSequences(Escape escape) throws SQLException {
        if (escape.statements().stream().anyMatch(sql -> SqlFamily.lower(sql).contains("shared_seq"))) {
            full.restartSequences();
            twin.restartSequences();
        }
    }

    private EscapeRunner inTwin(Door.Form form, boolean passes) {
        return switch (form) {
            case TEXT -> texts;
            case PLAIN_SQL -> passes ? texts : plainSql;
            case TREE -> trees;
        };
    }

    private Outcome run(Escape escape, EscapeRunner runner, EscapeRunner inTwin, Map<EscapeRunner, Expected> known)
            throws SQLException {
        Answer actual;
        EscapeTables.Rows after;
        try {
            actual = runner.answer(escape);
            after = actual.failed() ? before : fullTables.read();
        } catch (SQLException e) {
            return new Outcome(Fate.LEAK, "what it left cannot be read: " + e.getMessage());
        } finally {
            full.undo();
        }
        if (FOREIGN.matcher(actual.text()).find()) {
            return new Outcome(Fate.LEAK, actual.text());
        }
        if (!after.foreign().equals(before.foreign())) {
            return new Outcome(Fate.LEAK, "foreign rows changed to " + after.foreign());
        }
        boolean isText = inTwin == texts;
        if (actual.refusal() != null && (isText || escape.todo() != 'R')) {
            return new Outcome(Fate.REFUSED, actual.refusal());
        }
        Expected expected = known.get(inTwin);
        if (expected == null) {
            expected = expected(escape, inTwin);
            known.put(inTwin, expected);
        }
        if (expected.answer().failed() && actual.failed()) {
            return new Outcome(isText ? Fate.RIGHT : Fate.BROKEN, Outcome.BOTH_FAIL);
        }
        return actual.refusal() == null
                ? compare(actual, after.own(), expected)
                : new Outcome(Fate.REFUSED, actual.refusal());
    }

    private Expected expected(Escape escape, EscapeRunner twinRunner) throws SQLException {
        try {
            Answer answer = twinRunner.answer(escape.in(full.name(), twin.name()));
            return new Expected(
                    answer, answer.failed() ? Map.of() : twinTables.read().own());
        } finally {
            twin.undo();
        }
    }

    private static Outcome compare(Answer actual, Map<String, List<String>> own, Expected wanted) {
        if (!wanted.answer().text().equals(actual.text())) {
            return new Outcome(
                    Fate.WRONG, actual.text() + " INSTEAD OF " + wanted.answer().text());
        }
        if (own.equals(wanted.rows())) {
            return new Outcome(Fate.RIGHT, "");
        }
        return new Outcome(Fate.WRONG, different(own, wanted.rows()) + " INSTEAD OF " + different(wanted.rows(), own));
    }

    private static Map<String, List<String>> different(Map<String, List<String>> rows, Map<String, List<String>> from) {
        Map<String, List<String>> different = new TreeMap<>(rows);
        different.entrySet().removeAll(from.entrySet());
        return different;
    }

    @Override
    public void close() throws SQLException {
        full.close();
        twin.close();
    }
}
