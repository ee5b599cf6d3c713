package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.DriverManager;
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
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationObserver;

/** A database of the escapes. All that is done in it is one transaction, until that is undone. */
final class EscapeDatabase implements AutoCloseable {
    private final FreshDatabase database;
    private final Connection connection;
    private final TableRules rules;
    private final List<String> tables;
    private final boolean hasSequences;

    private EscapeDatabase(TestDatabase kind, FreshDatabase database, Connection connection) throws SQLException {
        this.database = database;
        this.connection = connection;
        this.hasSequences = Set.of("postgresql", "mariadb").contains(kind.family());
        this.rules = rules(kind.family());
        this.tables = EscapeTables.names(connection);
        connection.setAutoCommit(false);
    }

    /** Fills an empty database. */
    interface Filling {
        void fill(Connection connection) throws SQLException;
    }

    static EscapeDatabase filled(TestDatabase kind, Filling filling) throws SQLException {
        FreshDatabase database = kind.fresh();
        Connection connection = DriverManager.getConnection(database.url()); // a pool gives up one that has had errors
        filling.fill(connection);
        return new EscapeDatabase(kind, database, connection);
    }

    /** With all tables, and the rows of some tenants. */
    static EscapeDatabase of(TestDatabase kind, boolean isTwin, Set<Integer> tenants) throws SQLException {
        return filled(kind, connection -> {
            EscapeCorpus.createSchema(connection, kind.family(), isTwin);
            EscapeCorpus.insertRows(connection, kind.family(), tenants);
        });
    }

    /** The rows of the first tenant and the global ones, or those of the others and of tables that are not for it. */
    Map<String, List<String>> rows(boolean own) {
        Map<String, List<String>> all = new TreeMap<>();
        for (String table : tables) {
            List<String> lines = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select * from " + table)) {
                while (rows.next()) {
                    String owner = owner(rows);
                    if ((owner == null ? table.equals("lang") : owner.equals("1")) == own) {
                        lines.add(Answer.row(rows));
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
        return declarations.readFrom(database.dataSource());
    }

    /** The connection, which nothing confines. */
    Connection connection() {
        return connection;
    }

    /** The names of its tables. */
    List<String> tables() {
        return tables;
    }

    /** Numbers that were taken are not given back when the rest is undone. */
    void restartSequences() throws SQLException {
        if (hasSequences) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("alter sequence shared_seq restart");
            }
            connection.commit();
        }
    }

    /** The rules of its tables. */
    TableRules rules() {
        return rules;
    }

    /** The connection, confined to the first tenant. */
    Connection confined() {
        IsolationContext context = IsolationContext.of("1");
        return ConnectionGuard.guard(
                connection,
                new ContextStamp(context, () -> context, IsolationObserver.standard(), ExecutedStatement.Door.TEXT),
                rules);
    }

    /** Ends the transaction, and begins another one. */
    void undo() throws SQLException {
        try {
            connection.rollback();
        } catch (SQLException e) { // SQLite has ended it already, with a statement that took too long
            try (Statement statement = connection.createStatement()) {
                statement.execute("begin immediate");
            }
        }
    }

    /** Its name, where databases have one. */
    @Nullable
    String name() throws SQLException {
        return connection.getCatalog();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        database.close();
    }
}
