package org.maibot.isolation.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;

/**
 * A connection that scopes each statement before the database gets it. What it hands out, statements and result sets,
 * leads back to it and never to the connection below. Methods that {@link JdbcMethod} does not know are refused.
 *
 * <p>Like the connection itself, for one thread at a time.
 */
final class ConnectionGuard implements InvocationHandler {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Connection connection;
    private final ContextStamp stamp;
    private final Supplier<TableRules> rules;
    private final JdbcProxy proxies;
    private final Connection proxy;

    private ConnectionGuard(Connection connection, ContextStamp stamp, Supplier<TableRules> rules) {
        this.connection = connection;
        this.stamp = stamp;
        this.rules = rules;
        this.proxies = new JdbcProxy(this, stamp);
        this.proxy = JdbcProxy.of(Connection.class, this);
    }

    static Connection guard(Connection connection, ContextStamp stamp, Supplier<TableRules> rules) {
        return new ConnectionGuard(connection, stamp, rules).proxy;
    }

    /** What JDBC throws for a refusal. */
    static SQLException refused(IsolationViolationException refusal) {
        return new SQLException(refusal.getMessage(), INSUFFICIENT_PRIVILEGE, refusal);
    }

    /** The guarded connection. */
    Connection proxy() {
        return proxy;
    }

    IsolationContext context() {
        return stamp.context();
    }

    SqlFamily family() {
        return rules.get().syntax().family();
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
                throw Refusal.statement("empty");
            }
            ScopedSql scoped = rules.get().scope(sql, stamp.context().level());
            scoped.requireOwnLiterals(stamp.context());
            return scoped;
        } catch (IsolationViolationException refusal) {
            throw stamp.refused(refusal);
        }
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
        return PreparedGuard.guard(java.util.Objects.requireNonNull(statement), scoped, this);
    }

    private Object create(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Statement statement = (Statement) JdbcProxy.invoke(method, connection, arguments);
        return StatementGuard.guard(java.util.Objects.requireNonNull(statement), connection, this);
    }
}
