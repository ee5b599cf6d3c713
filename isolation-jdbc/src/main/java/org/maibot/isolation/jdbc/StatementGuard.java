package org.maibot.isolation.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationViolationException;

/**
 * A statement without a text of its own. Each text that it executes is scoped and prepared, since the scope's values are
 * bound; the statement below only keeps the settings.
 */
final class StatementGuard implements InvocationHandler {
    private final Statement settings;
    private final Connection below;
    private final ConnectionGuard connection;
    private final List<ScopedSql> batch = new ArrayList<>();
    private boolean hasSettings;
    private @Nullable PreparedStatement executed;
    private @Nullable ScopedSql executedSql;

    private StatementGuard(Statement settings, Connection below, ConnectionGuard connection) {
        this.settings = settings;
        this.below = below;
        this.connection = connection;
    }

    static Statement guard(Statement settings, Connection below, ConnectionGuard connection) {
        return JdbcProxy.of(Statement.class, new StatementGuard(settings, below, connection));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (JdbcMethod.of(method)) {
            case SQL -> connection.proxies().guarded(method, execute(method, arguments), self);
            case BATCH -> {
                connection.stamp().requireCurrent();
                yield batch(method);
            }
            case OUTCOME -> {
                requireOpen();
                Statement last = executed == null ? settings : executed;
                if (method.getName().equals("getGeneratedKeys") && executedSql != null) {
                    yield connection.proxies().rows(connection.keys(last.getGeneratedKeys(), executedSql), self);
                }
                yield connection.proxies().guarded(method, JdbcProxy.invoke(method, last, arguments), self);
            }
            case CLOSE -> close(method, arguments);
            case PASS -> JdbcProxy.invoke(method, settings, arguments);
            case SETTING -> {
                hasSettings = true;
                yield JdbcProxy.invoke(method, settings, arguments);
            }
            case PARENT -> connection;
            case WRAPPER -> connection.proxies().wrapper(method, arguments);
            case OBJECT -> JdbcProxy.object(self, method, arguments);
            case CLEAR -> {
                batch.clear();
                yield null;
            }
            case CREATE, ROW, BIND, METADATA, REFUSE ->
                throw connection.proxies().refuse(method);
        };
    }

    private @Nullable Object execute(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        requireOpen();
        Object[] given = arguments == null ? new Object[1] : arguments;
        ScopedSql scoped = connection.scope(given[0]);
        if (scoped.parameters() > 0) {
            throw new SQLException("The statement has bind variables; prepare it", "07001");
        }
        if (method.getName().equals("addBatch")) {
            batch.add(scoped);
            return null;
        }
        PreparedStatement statement = prepare(scoped, given.length > 1 ? given[1] : null);
        return switch (method.getName()) {
            case "execute" -> statement.execute();
            case "executeQuery" -> statement.executeQuery();
            case "executeUpdate" -> statement.executeUpdate();
            default -> statement.executeLargeUpdate();
        };
    }

    /**
     * Prepares a statement with the settings of this one, to be executed next.
     *
     * @param keys which generated keys to return: a constant of {@link Statement}, or the columns, or null
     */
    private PreparedStatement prepare(ScopedSql scoped, @Nullable Object keys) throws SQLException {
        closeExecuted();
        PreparedStatement statement;
        if (keys instanceof Integer flag && flag == Statement.RETURN_GENERATED_KEYS) {
            statement = below.prepareStatement(scoped.sql(), flag);
        } else if (keys instanceof int[] columns) {
            statement = below.prepareStatement(scoped.sql(), columns);
        } else if (keys instanceof String[] columns) {
            statement = below.prepareStatement(scoped.sql(), columns);
        } else {
            statement = below.prepareStatement(
                    scoped.sql(), settings.getResultSetType(), settings.getResultSetConcurrency());
        }
        executed = statement;
        executedSql = scoped;
        if (hasSettings) {
            copySettings(statement);
        }
        try {
            scoped.bindScope(statement, connection.context());
        } catch (IsolationViolationException refusal) {
            throw connection.stamp().refused(refusal);
        }
        connection.report(scoped, 1);
        return statement;
    }

    private void copySettings(Statement to) throws SQLException {
        to.setMaxRows(settings.getMaxRows());
        to.setFetchSize(settings.getFetchSize());
        to.setQueryTimeout(settings.getQueryTimeout());
        if (settings.getMaxFieldSize() > 0) {
            to.setMaxFieldSize(settings.getMaxFieldSize());
        }
    }

    private void requireOpen() throws SQLException {
        if (settings.isClosed()) {
            throw new SQLException("The statement is closed; create another one", "HY010");
        }
    }

    private @Nullable Object batch(Method method) throws SQLException {
        requireOpen();
        List<ScopedSql> statements = List.copyOf(batch);
        batch.clear();
        int[] counts = new int[statements.size()];
        for (int i = 0; i < counts.length; i++) {
            try {
                counts[i] = prepare(statements.get(i), null).executeUpdate();
            } catch (SQLException e) {
                throw new BatchUpdateException(
                        e.getMessage(), e.getSQLState(), e.getErrorCode(), Arrays.copyOf(counts, i), e);
            }
        }
        return method.getName().equals("executeBatch")
                ? counts
                : Arrays.stream(counts).asLongStream().toArray();
    }

    private @Nullable Object close(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("cancel") && executed != null) {
            executed.cancel();
            return null;
        }
        closeExecuted();
        return JdbcProxy.invoke(method, settings, arguments);
    }

    private void closeExecuted() throws SQLException {
        if (executed != null) {
            executed.close();
            executed = null;
        }
    }
}
