package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;

/**
 * A connection that scopes each statement before the database gets it. What it hands out, statements and result sets,
 * leads back to it and never to the connection below. Methods that {@link JdbcMethod} does not know are refused; all go
 * through its closed table, but those that every execution calls, which are here.
 *
 * <p>Like the connection itself, for one thread at a time.
 */
final class ConnectionGuard extends DefaultConnection implements InvocationHandler {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Connection connection;
    private final ContextStamp stamp;
    private final TableRules rules;
    private final JdbcProxy proxies;
    private @Nullable Connection tabled;

    private ConnectionGuard(Connection connection, ContextStamp stamp, TableRules rules) {
        super(null);
        this.connection = connection;
        this.stamp = stamp;
        this.rules = rules;
        this.proxies = new JdbcProxy(this, stamp);
    }

    static Connection guard(Connection connection, ContextStamp stamp, TableRules rules) {
        return new ConnectionGuard(connection, stamp, rules);
    }

    /** What JDBC throws for a refusal. */
    static SQLException refused(IsolationViolationException refusal) {
        return new SQLException(refusal.getMessage(), INSUFFICIENT_PRIVILEGE, refusal);
    }

    /** Itself, by the closed table. */
    @Override
    public Connection getDelegate() {
        if (tabled == null) {
            tabled = JdbcProxy.of(Connection.class, this);
        }
        return tabled;
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        ScopedSql scoped = scope(sql);
        return PreparedGuard.guard(connection.prepareStatement(scoped.sql()), scoped, this);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    IsolationContext context() {
        return stamp.context();
    }

    SqlFamily family() {
        return rules.syntax().family();
    }

    ContextStamp stamp() {
        return stamp;
    }

    JdbcProxy proxies() {
        return proxies;
    }

    /** Scopes a statement's text for the connection's context. */
    ScopedSql scope(@Nullable Object text) throws SQLException {
        stamp.requireCurrent();
        try {
            if (!(text instanceof String sql)) {
                throw Refusal.noStatement();
            }
            ScopedSql scoped = rules.scope(sql, stamp.context().level());
            scoped.requireOwnLiterals(stamp.context());
            return scoped;
        } catch (IsolationViolationException refusal) {
            throw stamp.refused(refusal);
        }
    }

    /**
     * Tells whoever listens that the database gets a statement now.
     *
     * @param rows for how many rows of bind variables
     */
    void report(ScopedSql scoped, int rows) {
        scoped.report(stamp.context(), stamp.door(), rows);
    }

    /** The keys that a statement has generated. */
    ResultSet keys(ResultSet keys, ScopedSql scoped) throws SQLException {
        return family() == SqlFamily.SQLITE ? new LastRowId(this, connection, scoped).own(keys) : keys;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (JdbcMethod.of(method)) {
            case PASS -> proxies.guarded(method, JdbcProxy.invoke(method, connection, arguments), null);
            case SQL -> prepare(method, arguments);
            case CREATE -> create(method, arguments);
            case METADATA -> proxies.metaData(DatabaseMetaData.class, connection.getMetaData());
            case WRAPPER -> proxies.wrapper(method, arguments);
            case OBJECT -> JdbcProxy.object(self, method, arguments);
            case ROW, BIND, CLEAR, BATCH, OUTCOME, SETTING, PARENT, CLOSE, REFUSE -> throw proxies.refuse(method);
        };
    }

    private Object prepare(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        @Nullable Object[] scopedArguments = arguments == null ? new @Nullable Object[1] : arguments.clone();
        ScopedSql scoped = scope(scopedArguments[0]);
        scopedArguments[0] = scoped.sql();
        PreparedStatement statement = (PreparedStatement) JdbcProxy.invoke(method, connection, scopedArguments);
        return PreparedGuard.guard(requireNonNull(statement), scoped, this);
    }

    private Object create(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Statement statement = (Statement) JdbcProxy.invoke(method, connection, arguments);
        return StatementGuard.guard(requireNonNull(statement), connection, this);
    }
}
