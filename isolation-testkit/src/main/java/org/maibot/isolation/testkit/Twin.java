package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * A database of the same schema as another one, for the rows of one context alone. There its isolation columns have the
 * context's ids as defaults, since nothing scopes what is executed. SQLite's twin is in memory, that of a server a schema or
 * database beside the host's, which is dropped when this is closed.
 */
abstract class Twin implements AutoCloseable {
    private final Tables tables;
    private final Connection connection;
    private Guard guard = Guard.none();
    private @Nullable Pattern hostNames;
    private @Nullable Snapshot copied;
    private Snapshot rows = new Snapshot(List.of());

    Twin(Tables tables, Connection connection) {
        this.tables = tables;
        this.connection = connection;
    }

    /**
     * Creates it.
     *
     * @param from a connection to the host's database
     * @param hostGuard of the host's database
     */
    void create(Connection from, IsolationContext context, Guard hostGuard) throws SQLException {
        leaveTransaction();
        createSchema(from, context);
        enter();
        guard = hostGuard instanceof IsolationGuard isolation
                ? isolation.on(new Side(connection, tables).dataSource())
                : hostGuard;
    }

    /** Has its connection work in it. */
    void enter() throws SQLException {
        leaveTransaction();
        enterSchema();
        connection.setAutoCommit(false);
    }

    private void leaveTransaction() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Has names lead to its tables. */
    abstract void enterSchema() throws SQLException;

    /** Whether names lead to its tables. */
    abstract boolean isEntered() throws SQLException;

    /** A table of it, whatever names lead to. */
    abstract String qualified(String table);

    /** Creates the tables and what belongs to them. */
    abstract void createSchema(Connection from, IsolationContext context) throws SQLException;

    /** Before rows are copied, in any order: those that they refer to may come later, and nothing is triggered. */
    abstract void beforeCopy() throws SQLException;

    /**
     * After rows were copied.
     *
     * @param complete whether the rows are there that they refer to
     */
    abstract void afterCopy(boolean complete) throws SQLException;

    /** The guard, for this database. */
    Guard guard() {
        return guard;
    }

    Connection connection() {
        return connection;
    }

    Tables tables() {
        return tables;
    }

    /**
     * The database with the rows that a context sees; they are copied again only if there are others than last time.
     *
     * @param host the rows of everybody
     */
    Side side(Connection from, IsolationContext context, Snapshot host) throws SQLException {
        if (copied == null || !copied.isSameAs(host)) {
            copied = null;
            refill(from, context);
            requireFaithful(context, host);
            copied = host;
        }
        return new Side(connection, tables, hostNames);
    }

    private void refill(Connection from, IsolationContext context) throws SQLException {
        beforeCopy();
        for (Table table : tables.all()) {
            execute("delete from " + qualified(table.name()));
        }
        for (Table table : tables.all()) {
            copy(table, from, row -> row.isSeenIn(context));
        }
        afterCopy(true);
        connection.commit();
        rows = new Side(connection, tables).snapshot();
        connection.rollback();
    }

    private void copy(Table table, Connection from, Predicate<Snapshot.Row> which) throws SQLException {
        try {
            table.copy(from, connection, which);
        } catch (SQLException e) {
            throw new SQLException(
                    "The rows of " + table.name() + " cannot be copied to the twin: " + e.getMessage(),
                    e.getSQLState(),
                    e);
        }
    }

    /** Refuses to go on with rows that are not what they are in the host's database. */
    private void requireFaithful(IsolationContext context, Snapshot host) {
        List<Snapshot.Row> wanted =
                host.rows().stream().filter(row -> row.isSeenIn(context)).toList();
        List<Snapshot.Row> lost = Snapshot.without(wanted, rows.rows());
        if (!lost.isEmpty()) {
            throw new IllegalStateException("A row cannot be copied to the twin as it is: "
                    + lost.get(0).describe() + "; there it is one of "
                    + Snapshot.without(rows.rows(), wanted).stream()
                            .filter(row -> row.table().equals(lost.get(0).table()))
                            .map(Snapshot.Row::describe)
                            .toList());
        }
    }

    /** What it holds for its context. */
    Snapshot rows() {
        return rows;
    }

    /** Adds the rows of others in a table, whatever they refer to, until they are undone. */
    void addOthers(Connection from, IsolationContext context, Table table) throws SQLException {
        beforeCopy();
        copy(table, from, row -> !row.isSeenIn(context));
        afterCopy(false);
    }

    /** Has the rows copied anew next time, since what was done to them cannot be undone. */
    void forget() {
        copied = null;
    }

    /**
     * Refuses names with the host's schema in statements: they do not lead to the twin.
     *
     * @param names of what is in the schema, since a table or an alias may be called like it
     */
    void refuseNamesOf(String schema, List<String> names) {
        String space = "(?:\\s|/\\*.*?\\*/|--[^\\n]*\\n)*";
        String any = names.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        hostNames = Pattern.compile("(?is)(?<![\\w$])[\"`]?" + Pattern.quote(schema) + "[\"`]?" + space + "\\." + space
                + "[\"`]?(?:" + any + ")(?![\\w$])");
    }

    void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The ids that a context gives to the isolation columns of a table. */
    static List<Map.Entry<String, String>> defaults(Table table, IsolationContext context) {
        List<Map.Entry<String, String>> defaults = new ArrayList<>();
        for (Map.Entry<Dimension, String> column : table.dimensions().entrySet()) {
            context.id(column.getKey()).ifPresent(id -> defaults.add(Map.entry(column.getValue(), id)));
        }
        return defaults;
    }

    /** The first column of the rows of a query. */
    static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    /** Drops what it has created, and leaves the connection as it was. */
    abstract void drop() throws SQLException;

    @Override
    public void close() throws SQLException {
        leaveTransaction();
        drop();
    }
}
