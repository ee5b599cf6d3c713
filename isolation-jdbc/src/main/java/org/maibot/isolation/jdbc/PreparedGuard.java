package org.maibot.isolation.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationViolationException;

/**
 * A prepared statement that was scoped: the caller counts its own bind variables, those of the scope have the context's
 * values.
 */
final class PreparedGuard implements InvocationHandler {
    private final PreparedStatement statement;
    private final ScopedSql scoped;
    private final ConnectionGuard connection;
    private final int[] positions;
    private boolean unbound;

    private PreparedGuard(PreparedStatement statement, ScopedSql scoped, ConnectionGuard connection) {
        this.statement = statement;
        this.scoped = scoped;
        this.connection = connection;
        this.positions = scoped.positions();
    }

    static PreparedStatement guard(PreparedStatement statement, ScopedSql scoped, ConnectionGuard connection)
            throws SQLException {
        PreparedGuard guard = new PreparedGuard(statement, scoped, connection);
        try {
            guard.bindScope();
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
        return JdbcProxy.of(PreparedStatement.class, guard);
    }

    private void bindScope() throws SQLException {
        try {
            scoped.bindScope(statement, connection.context());
            unbound = false;
        } catch (IsolationViolationException refusal) {
            throw connection.stamp().refused(refusal);
        }
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        switch (JdbcMethod.of(method)) {
            case PASS, OUTCOME, SETTING, CLOSE -> {}
            case ROW, BATCH -> {
                connection.stamp().requireCurrent();
                if (unbound) {
                    bindScope();
                }
                unbound = method.getName().endsWith("Batch");
            }
            case BIND -> {
                return bind(method, arguments);
            }
            case CLEAR -> unbound = true;
            case METADATA -> {
                return parameters();
            }
            case PARENT -> {
                return connection.proxy();
            }
            case WRAPPER -> {
                return connection.proxies().wrapper(method, arguments);
            }
            case OBJECT -> {
                return JdbcProxy.object(self, method, arguments);
            }
            case SQL, CREATE, REFUSE -> throw connection.proxies().refuse(method);
        }
        return connection.proxies().guarded(method, JdbcProxy.invoke(method, statement, arguments), self);
    }

    private @Nullable Object bind(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        @Nullable Object[] own = java.util.Objects.requireNonNull(arguments).clone();
        int index = (Integer) java.util.Objects.requireNonNull(own[0]);
        int position = position(index);
        requireOwn(index, method.getName().equals("setNull") ? null : own[1]);
        if (position == 0) {
            return null;
        }
        connection.proxies().requireNoLargeObject(method, null);
        own[0] = position;
        own[1] = JdbcProxy.unguarded(own[1]);
        return JdbcProxy.invoke(method, statement, own);
    }

    private void requireOwn(int index, @Nullable Object value) throws SQLException {
        try {
            scoped.requireOwn(index, value, connection.context());
        } catch (IsolationViolationException refusal) {
            throw connection.stamp().refused(refusal);
        }
    }

    private int position(int index) throws SQLException {
        if (index < 1 || index >= positions.length) {
            throw new SQLException(
                    "The statement has no bind variable " + index + "; it has " + scoped.parameters(), "22023");
        }
        return positions[index];
    }

    /** What is known of the caller's bind variables, by their own numbers. */
    private ParameterMetaData parameters() throws SQLException {
        ParameterMetaData below = statement.getParameterMetaData();
        ParameterMetaData guarded = connection.proxies().metaData(ParameterMetaData.class, below);
        return JdbcProxy.of(ParameterMetaData.class, (self, method, arguments) -> {
            if (method.getName().equals("getParameterCount")) {
                return scoped.parameters();
            }
            if (arguments != null && arguments.length == 1 && arguments[0] instanceof Integer index) {
                int position = position(index);
                if (position == 0) {
                    throw new SQLException("Nothing is known of bind variable " + index
                            + ", which is for an isolation column; bind the context's own id");
                }
                return JdbcProxy.invoke(method, guarded, new Object[] {position});
            }
            return JdbcProxy.invoke(method, guarded, arguments);
        });
    }
}
