package org.maibot.isolation.testkit;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.IsolatingDataSource;
import org.maibot.isolation.jdbc.TableRules;

/**
 * Checks that code in a context behaves as if the database held only the rows of its scope: that it returns the same on a
 * twin of the database which holds no others, that the rows of others stay as they are, and that its own rows become what
 * they become in the twin. This is the property of non-interference (Goguen and Meseguer, "Security Policies and Security
 * Models", 1982), for the code and the rows that are given.
 *
 * <pre>{@code
 * try (TwinCheck twins = TwinCheck.of(dataSource, rules)) {
 *     twins.verify(acme, "select title from notes where id = ?", 7);
 *     twins.verify(acme, database -> new Notes(database).archive(7));
 * }
 * }</pre>
 *
 * <p>All that the code does in the database is undone, as are the twins when this is closed; on a server the database user
 * must be allowed to create a schema (PostgreSQL) or a database (MySQL, MariaDB). A check takes a connection of the data source, on a server another one for each context until
 * this is closed, and with SQLite nobody else writes meanwhile. Rows are compared as text, and in their order only if both databases tell it.
 *
 * <p>For one thread.
 */
public final class TwinCheck implements AutoCloseable {
    private final DataSource database;
    private final Guard guard;
    private final Tables tables;
    private final Map<IsolationContext, Twin> twins = new LinkedHashMap<>();

    private TwinCheck(DataSource database, TableRules rules, Guard guard) throws SQLException {
        this.database = database;
        this.guard = guard;
        try (Connection connection = database.getConnection()) {
            this.tables = Tables.read(connection, rules);
        }
    }

    /**
     * Checks code behind the {@link IsolatingDataSource}.
     *
     * @param database unguarded
     * @param rules of the tables in it
     * @throws SQLException if its tables cannot be read
     */
    public static TwinCheck of(DataSource database, TableRules rules) throws SQLException {
        return of(database, rules, new IsolationGuard(rules.forDatabase(requireNonNull(database, "database"))));
    }

    /**
     * Checks code behind another guard, or {@linkplain Guard#none() none}.
     *
     * @param rules say whose rows are whose
     */
    public static TwinCheck of(DataSource database, TableRules rules, Guard guard) throws SQLException {
        return new TwinCheck(
                requireNonNull(database, "database"), requireNonNull(rules, "rules"), requireNonNull(guard, "guard"));
    }

    /**
     * Fails unless a statement behaves as if the database held only the rows of a context.
     *
     * @param values of its bind variables
     * @throws AssertionError if it does not, the message says what it showed or changed, and whose that is; or if it fails or
     *     is refused, which proves nothing: {@link #compare} tells that
     * @throws SQLException if the databases cannot be compared
     */
    public void verify(IsolationContext context, String sql, @Nullable Object... values) throws SQLException {
        compare(context, sql, values).requireSame();
    }

    /** Fails unless code behaves as if the database held only the rows of a context, see {@link #verify(IsolationContext, String, Object...)}. */
    public void verify(IsolationContext context, ScopedCode<?> code) throws SQLException {
        compare(context, code).requireSame();
    }

    /** Compares what a statement does in the database and in the twin. */
    public TwinReport compare(IsolationContext context, String sql, @Nullable Object... values) throws SQLException {
        return compare(context, sql.strip(), new SqlCode(sql, Arrays.asList(values)));
    }

    /** Compares what code does in the database and in the twin. */
    public TwinReport compare(IsolationContext context, ScopedCode<?> code) throws SQLException {
        return compare(context, "The code", code);
    }

    private TwinReport compare(IsolationContext context, String what, ScopedCode<?> code) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Twin twin = twin(requireNonNull(context, "context"), connection);
            connection.setAutoCommit(false);
            try {
                return new Comparison(context, what, code, guard, new Side(connection, tables), twin).report();
            } finally {
                twin.connection().rollback();
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private Twin twin(IsolationContext context, Connection connection) throws SQLException {
        Twin known = twins.get(context);
        if (known == null) {
            known = Twin.of(database, connection, tables, context, guard);
            twins.put(context, known);
        }
        return known;
    }

    /** Drops the twins. */
    @Override
    public void close() throws SQLException {
        for (Twin twin : twins.values()) {
            twin.close();
        }
    }
}
