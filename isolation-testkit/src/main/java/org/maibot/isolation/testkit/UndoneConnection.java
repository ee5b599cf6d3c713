package org.maibot.isolation.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose transactions are parts of one that is undone in the end. A statement that fails where the code commits
 * each one leaves the transaction as it was before, as it would without the outer one. For one thread.
 */
final class UndoneConnection {
    private final Connection connection;
    private final @Nullable Pattern refused;
    private boolean autoCommit = true;
    private @Nullable Savepoint start;
    private int open;

    /**
     * Creates it.
     *
     * @param connection in a transaction
     * @param refused what no statement may hold, or null
     */
    UndoneConnection(Connection connection, @Nullable Pattern refused) {
        this.connection = connection;
        this.refused = refused;
    }

    /** For code that opens a connection: those that are open at the same time are one. */
    Connection open() {
        open++;
        return proxy(Connection.class, new Handle());
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Undoes what the code has begun and not committed, as a pool does. */
    void end() throws SQLException {
        if (start != null) {
            connection.rollback(start);
        }
        autoCommit = true;
        start = null;
    }

    private @Nullable Object setAutoCommit(boolean each) throws SQLException {
        if (each != autoCommit) {
            autoCommit = each;
            start = each ? null : connection.setSavepoint();
        }
        return null;
    }

    private @Nullable Object commit() throws SQLException {
        requireTransaction();
        start = connection.setSavepoint();
        return null;
    }

    private @Nullable Object rollback() throws SQLException {
        connection.rollback(requireTransaction());
        start = connection.setSavepoint();
        return null;
    }

    private Savepoint requireTransaction() throws SQLException {
        if (start == null) {
            throw new SQLException("The connection commits each statement; call setAutoCommit(false) first", "25000");
        }
        return start;
    }

    /** A connection as the code gets it. */
    private final class Handle implements InvocationHandler {
        private boolean closed;

        @Override
        public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            return switch (method.getName()) {
                case "close", "abort" -> close();
                case "isClosed" -> closed;
                case "getAutoCommit" -> autoCommit;
                case "setAutoCommit" -> setAutoCommit(arguments != null && Boolean.TRUE.equals(arguments[0]));
                case "commit" -> commit();
                case "rollback" -> arguments == null ? rollback() : call(method, connection, arguments);
                case "createStatement", "prepareStatement", "prepareCall" -> {
                    check(arguments);
                    Object statement = call(method, connection, arguments);
                    yield proxy(method.getReturnType(), (me, of, given) -> statement(self, statement, of, given));
                }
                case "equals" -> arguments != null && arguments[0] == self;
                case "hashCode" -> System.identityHashCode(this);
                default -> call(method, connection, arguments);
            };
        }

        private @Nullable Object close() throws SQLException {
            open -= closed ? 0 : 1;
            closed = true;
            if (open == 0) {
                end();
            }
            return null;
        }
    }

    private @Nullable Object statement(
            Object parent, @Nullable Object statement, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        check(arguments);
        if (method.getName().equals("getConnection")) {
            return parent;
        }
        return method.getName().startsWith("execute")
                ? execute(method, statement, arguments)
                : call(method, statement, arguments);
    }

    /** Refuses text that must not be executed here. */
    private void check(@Nullable Object @Nullable [] arguments) {
        if (refused != null
                && arguments != null
                && arguments.length > 0
                && arguments[0] instanceof String sql
                && refused.matcher(sql).find()) {
            throw new AssertionError(
                    "A statement names the schema of the host's database, and would read past the twin; leave"
                            + " the name of the schema out: " + sql);
        }
    }

    private @Nullable Object execute(Method method, @Nullable Object statement, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (!autoCommit) {
            return call(method, statement, arguments);
        }
        Savepoint before = connection.setSavepoint();
        try {
            Object result = call(method, statement, arguments);
            if (!(result instanceof ResultSet) && !Boolean.TRUE.equals(result)) {
                connection.releaseSavepoint(before); // SQLite does not while rows are read
            }
            return result;
        } catch (SQLException e) {
            connection.rollback(before);
            throw e;
        }
    }

    private static @Nullable Object call(
            Method method, @Nullable Object target, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
