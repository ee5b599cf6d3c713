package org.maibot.isolation.testkit;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.IsolatingDataSource;
import org.maibot.isolation.jdbc.Isolation;
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
 * must be allowed to create a schema (PostgreSQL) or a database (MySQL, MariaDB). A check takes a connection of the data source, on a server this keeps another one until it is closed, and with SQLite nobody else writes meanwhile. Rows are compared as text, and in their order only if both databases tell it.
 *
 * <p>It goes by the schema as it was when it was made; after a migration make another one. For one thread.
 */
public final class TwinCheck implements AutoCloseable {
    private final DataSource database;
    private final Guard guard;
    private final @Nullable Isolation isolation;
    private final TableRules rules;
    private final Tables tables;
    private final Twins twins;

    private TwinCheck(DataSource database, TableRules rules, Guard guard, @Nullable Isolation isolation)
            throws SQLException {
        this.database = database;
        this.guard = guard;
        this.isolation = isolation;
        this.rules = rules;
        try (Connection connection = database.getConnection()) {
            this.tables = Tables.read(connection, rules);
        }
        this.twins = new Twins(database, tables, guard);
    }

    /**
     * Checks code behind a runtime, also code that takes the runtime itself, see {@link #verifyRuntime}. The way to its
     * database is {@link Isolation#system}, which is reported to its observer.
     *
     * @throws SQLException if its tables cannot be read
     * @throws IllegalStateException if a declaration of the runtime does not fit the schema any more
     */
    public static TwinCheck of(Isolation isolation) throws SQLException {
        DataSource database = Unguarded.dataSource(isolation, "twin check");
        TableRules rules = isolation.rules().forDatabase(database); // a reading would wait for the lock of a check
        return new TwinCheck(database, rules, new IsolationGuard(rules), isolation);
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
                requireNonNull(database, "database"),
                requireNonNull(rules, "rules"),
                requireNonNull(guard, "guard"),
                null);
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

    /**
     * Fails unless code that takes the runtime behaves as if the database held only the rows of a context, see {@link
     * #verify(IsolationContext, String, Object...)}. What it does is compared with what it does in the twin, not with what it
     * does without isolation. The clock of the runtime that it takes stands still.
     */
    public void verifyRuntime(IsolationContext context, RuntimeCode<?> code) throws SQLException {
        compareRuntime(context, code).requireSame();
    }

    /**
     * Fails unless each statement does so in each context, see {@link #verify(IsolationContext, String, Object...)}.
     *
     * @param statements without bind variables
     * @throws AssertionError that tells of all that do not
     */
    public void verifyAll(Collection<IsolationContext> contexts, String... statements) throws SQLException {
        List<String> failures = new ArrayList<>();
        for (String sql : statements) {
            for (IsolationContext context : contexts) {
                compare(context, sql).problem().map(AssertionError::getMessage).ifPresent(failures::add);
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n\n", failures));
        }
    }

    /** Compares what a statement does in the database and in the twin. */
    public TwinReport compare(IsolationContext context, String sql, @Nullable Object... values) throws SQLException {
        return compare(context, sql, Arrays.asList(values), 0);
    }

    /** @param seconds after which the statement is given up, or 0 */
    TwinReport compare(IsolationContext context, String sql, List<@Nullable Object> values, int seconds)
            throws SQLException {
        return compare(context, sql.strip(), SqlCode.of(sql, values, tables, seconds));
    }

    /** Compares what code does in the database and in the twin. */
    public TwinReport compare(IsolationContext context, ScopedCode<?> code) throws SQLException {
        return compare(context, "The code", code);
    }

    /** Compares what code that takes the runtime does in the database and in the twin. */
    public TwinReport compareRuntime(IsolationContext context, RuntimeCode<?> code) throws SQLException {
        if (isolation == null) {
            throw new IllegalStateException(
                    "This check has no runtime to give to the code; make it with TwinCheck.of(isolation)");
        }
        Isolation runtime = isolation;
        Clock clock = Clock.fixed(runtime.clock().instant(), ZoneOffset.UTC); // the same in each run
        return compare(
                context,
                "The code",
                side -> {
                    Isolation copy = runtime.forDatabase(side, clock);
                    ((Side.OneConnection) side).begin();
                    return code.run(copy);
                },
                false);
    }

    private TwinReport compare(IsolationContext context, String what, ScopedCode<?> code) throws SQLException {
        return compare(context, what, code, true);
    }

    /** @param guarded whether this guards the code, or the code does it by itself */
    private TwinReport compare(IsolationContext context, String what, ScopedCode<?> code, boolean guarded)
            throws SQLException {
        try (Connection pooled = database.getConnection()) {
            Connection connection = Unguarded.driver(pooled);
            Twin twin = twins.of(requireNonNull(context, "context"), connection);
            connection.setAutoCommit(false);
            try {
                Comparison comparison = new Comparison(context, what, code, new Side(connection, tables), twin);
                return guarded
                        ? comparison.report(guard, twin.guard(), true)
                        : comparison.report(Guard.none(), Guard.none(), false);
            } finally {
                twin.connection().rollback();
                connection.rollback();
                connection.setAutoCommit(tables.commitsEach());
            }
        }
    }

    /** All rows, as they are committed. */
    Snapshot rows() throws SQLException {
        try (Connection connection = database.getConnection()) {
            Snapshot rows = new Side(connection, tables).snapshot();
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return rows;
        }
    }

    /** What statements in a context are grown of. */
    Vocabulary vocabulary(IsolationContext context) throws SQLException {
        Snapshot rows = rows();
        try (Connection connection = database.getConnection()) {
            return new VocabularyReader(connection, rules).of(context, rows);
        }
    }

    /** Drops the twins. */
    @Override
    public void close() throws SQLException {
        twins.close();
    }
}
