package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
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

    private final FreshDatabase everybody;
    private final FreshDatabase alone;
    private final Connection full;
    private final Connection twin;
    private final EscapeTables fullTables;
    private final EscapeTables twinTables;
    private final EscapeTables.Rows before;
    private final Map<Door, EscapeRunner> doors;
    private final boolean hasSequences;
    private final TextRunner texts;
    private final PlainSqlRunner plainSql;
    private final TreeRunner trees;

    EscapeTwins(TestDatabase kind) throws SQLException {
        everybody = kind.fresh();
        alone = kind.fresh();
        full = open(everybody.dataSource(), kind.family(), false, Set.of(1, 2, 12));
        twin = open(alone.dataSource(), kind.family(), true, Set.of(1));
        hasSequences = Set.of("postgresql", "mariadb").contains(kind.family());
        TableRules rules = rules(kind.family());
        fullTables = new EscapeTables(full, EscapeTables.names(full), kind.family());
        twinTables = new EscapeTables(twin, EscapeTables.names(full), kind.family());
        full.setAutoCommit(false);
        twin.setAutoCommit(false);
        before = fullTables.read();
        full.rollback();
        EscapeDoors open = new EscapeDoors(rules, CONTEXT);
        doors = open.to(SharedConnection.of(full));
        texts = new TextRunner(twin);
        plainSql = new PlainSqlRunner(open.unscoped(SharedConnection.of(twin)));
        trees = new TreeRunner(plainSql.dsl());
    }

    private static Connection open(DataSource dataSource, String family, boolean isTwin, Set<Integer> tenants)
            throws SQLException {
        Connection connection = dataSource.getConnection();
        EscapeCorpus.createSchema(connection, family, isTwin);
        EscapeCorpus.insertRows(connection, family, tenants);
        return connection;
    }

    private TableRules rules(String family) throws SQLException {
        TableRules.Builder declarations = TableRules.builder()
                .refreshEvery(Duration.ZERO)
                .globalWritableTables("lang")
                .table("ctext", table -> table.tenant("tenant"));
        if (family.equals("postgresql")) {
            declarations.table("msg_mv", table -> table.tenant("tenant_id"));
        }
        if (hasSequences) {
            declarations.sequences("shared_seq");
        }
        return declarations.readFrom(everybody.dataSource());
    }

    /** What is to come of an escape. */
    private record Expected(Answer answer, Map<String, List<String>> rows) {}

    /** The name of the database with all rows. */
    String database() throws SQLException {
        return full.getCatalog();
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

    /** Numbers that were taken are not given back by a rollback. */
    private void restartSequences(Escape escape) throws SQLException {
        if (escape.statements().stream().anyMatch(sql -> SqlFamily.lower(sql).contains("shared_seq"))) {
            for (Connection connection : hasSequences ? List.of(full, twin) : List.<Connection>of()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("alter sequence shared_seq restart");
                }
                connection.commit();
            }
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
            full.rollback();
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
            Answer answer = twinRunner.answer(escape.in(full.getCatalog(), twin.getCatalog()));
            return new Expected(
                    answer, answer.failed() ? Map.of() : twinTables.read().own());
        } finally {
            twin.rollback();
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
        everybody.close();
        alone.close();
    }
}
