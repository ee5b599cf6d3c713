package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;

/** The database of the escapes with the rows of three tenants, and its twin with those of the first alone. */
final class EscapeTwins implements AutoCloseable {
    private static final Pattern FOREIGN = Pattern.compile("T(2|12)-");

    private final FreshDatabase everybody;
    private final FreshDatabase alone;
    private final Connection full;
    private final Connection twin;
    private final Connection scoped;
    private final List<String> tables = new ArrayList<>();

    EscapeTwins(TestDatabase kind) throws SQLException {
        everybody = kind.fresh();
        alone = kind.fresh();
        full = open(everybody.dataSource(), kind.family(), false, Set.of(1, 2, 12));
        twin = open(alone.dataSource(), kind.family(), true, Set.of(1));
        TableRules.Builder declarations = TableRules.builder()
                .refreshEvery(Duration.ZERO)
                .globalWritableTables("lang")
                .table("ctext", table -> table.tenant("tenant"));
        if (kind.family().equals("postgresql")) {
            declarations.table("msg_mv", table -> table.tenant("tenant_id"));
        }
        if (Set.of("postgresql", "mariadb").contains(kind.family())) {
            declarations.sequences("shared_seq");
        }
        TableRules rules = declarations.readFrom(everybody.dataSource());
        IsolationContext context = IsolationContext.of("1");
        scoped = ConnectionGuard.guard(
                full, new ContextStamp(context, () -> context, IsolationObserver.standard()), rules);
        readTables();
        full.setAutoCommit(false);
        twin.setAutoCommit(false);
    }

    private static Connection open(DataSource dataSource, String family, boolean isTwin, Set<Integer> tenants)
            throws SQLException {
        Connection connection = dataSource.getConnection();
        EscapeCorpus.createSchema(connection, family, isTwin);
        EscapeCorpus.insertRows(connection, family, tenants);
        return connection;
    }

    private void readTables() throws SQLException {
        DatabaseMetaData metaData = full.getMetaData();
        try (ResultSet found = metaData.getTables(
                full.getCatalog(), full.getSchema(), "%", new String[] {"TABLE", "PARTITIONED TABLE", "BASE TABLE"})) {
            while (found.next()) {
                if (!found.getString("TABLE_NAME")
                        .matches("(?i)(sqlite_|pg_).*|.*_fts_.*|.*_(config|data|idx|docsize|content)")) {
                    tables.add(found.getString("TABLE_NAME"));
                }
            }
        }
    }

    /** What became of an escape. */
    enum Fate {
        /** The answer was that of the twin. */
        RIGHT,
        REFUSED,
        /** The answer was another one, or an error, with nothing of anybody else in it. */
        WRONG,
        /** Something of somebody else was shown or changed. */
        LEAK
    }

    /** What became of an escape, and why. */
    record Outcome(Fate fate, String why) {}

    /** The name of the database with all rows. */
    String database() throws SQLException {
        return full.getCatalog();
    }

    /** Runs an escape on both databases, and undoes it. */
    Outcome run(Escape escape) throws SQLException {
        try {
            Map<String, List<String>> foreignBefore = rows(full, false);
            Answer actual = answer(scoped, escape);
            if (FOREIGN.matcher(actual.text()).find()) {
                return new Outcome(Fate.LEAK, actual.text());
            }
            Map<String, List<String>> foreignAfter = actual.failed() ? foreignBefore : rows(full, false);
            if (!foreignAfter.equals(foreignBefore)) {
                return new Outcome(Fate.LEAK, "foreign rows changed to " + foreignAfter);
            }
            if (actual.refusal() != null) {
                return new Outcome(Fate.REFUSED, actual.refusal());
            }
            return compare(escape, actual);
        } finally {
            full.rollback();
            twin.rollback();
        }
    }

    private Outcome compare(Escape escape, Answer actual) throws SQLException {
        Answer expected = answer(twin, inTwin(escape));
        if (expected.failed() && actual.failed()) {
            return new Outcome(Fate.RIGHT, "both fail");
        }
        if (!expected.text().equals(actual.text())) {
            return new Outcome(Fate.WRONG, actual.text() + " INSTEAD OF " + expected.text());
        }
        Map<String, List<String>> own = rows(full, true);
        Map<String, List<String>> wanted = rows(twin, true);
        for (Map.Entry<String, List<String>> table : own.entrySet()) {
            if (!table.getValue().equals(wanted.get(table.getKey()))) {
                return new Outcome(Fate.WRONG, table + " INSTEAD OF " + wanted.get(table.getKey()));
            }
        }
        return new Outcome(Fate.RIGHT, "");
    }

    /** The escape with the name of the twin's database in place of the other one's. */
    private Escape inTwin(Escape escape) throws SQLException {
        String name = full.getCatalog();
        String twinName = twin.getCatalog();
        List<String> statements = name == null || twinName == null
                ? escape.statements()
                : escape.statements().stream()
                        .map(statement -> statement.replace(name, twinName))
                        .toList();
        return new Escape(escape.id(), escape.escapeClass(), escape.todo(), statements, escape.params());
    }

    /** What statements gave. */
    private record Answer(
            String text, boolean failed, @Nullable String refusal) {}

    private static Answer answer(Connection connection, Escape escape) {
        List<String> answers = new ArrayList<>();
        for (String sql : escape.statements()) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int index = 1;
                for (Object param : escape.params()) {
                    statement.setObject(index++, param);
                }
                answers.add(answer(statement, statement.execute()));
            } catch (SQLException e) {
                boolean refused = e.getCause() instanceof IsolationViolationException;
                return new Answer(answers + " " + e.getMessage(), true, refused ? e.getMessage() : null);
            }
        }
        return new Answer(answers.toString(), false, null);
    }

    private static String answer(Statement statement, boolean hasRows) throws SQLException {
        if (!hasRows) {
            return String.valueOf(statement.getUpdateCount());
        }
        try (ResultSet rows = statement.getResultSet()) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(line(rows));
            }
            Collections.sort(lines);
            return lines.toString();
        }
    }

    private static String line(ResultSet rows) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            values.add(String.valueOf(rows.getString(i)));
        }
        return values.toString();
    }

    /** The rows of the first tenant and the global ones, or those of the others and of tables that are not for it. */
    private Map<String, List<String>> rows(Connection connection, boolean own) {
        Map<String, List<String>> all = new TreeMap<>();
        for (String table : tables) {
            List<String> lines = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select * from " + table)) {
                while (rows.next()) {
                    String owner = owner(rows);
                    if ((owner == null ? table.equals("lang") : owner.equals("1")) == own) {
                        lines.add(line(rows));
                    }
                }
            } catch (SQLException e) {
                lines.add("cannot be read: " + e.getMessage()); // a transaction that has failed
            }
            Collections.sort(lines);
            all.put(table, lines);
        }
        return all;
    }

    private static @Nullable String owner(ResultSet rows) throws SQLException {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            String column = rows.getMetaData().getColumnName(i);
            if (column.equalsIgnoreCase("tenant_id") || column.equalsIgnoreCase("tenant")) {
                return requireNonNull(rows.getString(i), column);
            }
        }
        return null;
    }

    @Override
    public void close() throws SQLException {
        full.close();
        twin.close();
        everybody.close();
        alone.close();
    }
}
