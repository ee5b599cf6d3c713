package org.maibot.isolation.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose transactions are parts of one that is undone in the end. A statement that fails where the code commits
 * each one leaves the transaction as it was before, as it would without the outer one. For one thread.
 */
final class UndoneConnection {
    /** Text that ends the transaction around it all, or leads to another database. */
    private static final Pattern LEAVING = Pattern.compile(
            "(?is)(?:^|;)(?:\\s|/\\*.*?\\*/|--[^\\n]*\\n)*(?:use|commit|rollback(?!\\s+(?:work\\s+|transaction\\s+)?to)|begin|end|abort"
                    + "|start\\s+transaction|attach|detach|set\\s+(?:session\\s+|local\\s+)?(?:search_path|schema|autocommit))\\b");

    private static final Pattern STRING = Pattern.compile("'[^']*'");

    /** What may hold a quote that begins no string, or one that does not end it. */
    private static final Pattern OPAQUE = Pattern.compile("[\\\\$#]|--|/\\*");

    private static final Set<String> FREE =
            Set.of("close", "abort", "isClosed", "isValid", "equals", "hashCode", "toString");

    private final Connection connection;
    private final @Nullable Pattern refused;
    private final boolean commitsEach;
    private boolean autoCommit;
    private @Nullable Savepoint start;
    private int open;
    private int executions;

    /**
     * Creates it.
     *
     * @param connection in a transaction
     * @param refused what no statement may hold, or null
     * @param commitsEach whether connections commit each statement when they are opened
     */
    UndoneConnection(Connection connection, @Nullable Pattern refused, boolean commitsEach) {
        this.connection = connection;
        this.refused = refused;
        this.commitsEach = commitsEach;
        this.autoCommit = commitsEach;
    }

    /** For code that opens a connection: those that are open at the same time are one. */
    Connection open() throws SQLException {
        open++;
        if (!autoCommit && start == null) {
            start = connection.setSavepoint();
        }
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
        autoCommit = commitsEach;
        start = null;
    }

    /** How many times statements were prepared or executed. */
    int executions() {
        return executions;
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
        private boolean readOnly;

        @Override
        public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            if (closed && !FREE.contains(method.getName())) {
                throw new SQLException("The connection is closed", "08003");
            }
            return switch (method.getName()) {
                case "close", "abort" -> close();
                case "isClosed" -> closed;
                case "isReadOnly" -> readOnly;
                case "setReadOnly" -> {
                    readOnly = arguments != null && Boolean.TRUE.equals(arguments[0]);
                    yield null;
                }
                case "setTransactionIsolation", "setNetworkTimeout", "setHoldability", "setClientInfo" ->
                    null; // those of the connection around it all stay
                case "setCatalog", "setSchema" -> throw leaving(method.getName());
                case "getAutoCommit" -> autoCommit;
                case "setAutoCommit" -> setAutoCommit(arguments != null && Boolean.TRUE.equals(arguments[0]));
                case "commit" -> commit();
                case "rollback" -> arguments == null ? rollback() : call(method, connection, arguments);
                case "createStatement", "prepareStatement", "prepareCall" -> {
                    check(arguments);
                    executions += method.getName().equals("createStatement") ? 0 : 1;
                    Object statement = call(method, connection, arguments);
                    yield proxy(method.getReturnType(), (me, of, given) -> statement(me, self, statement, of, given));
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
            Object self,
            Object parent,
            @Nullable Object statement,
            Method method,
            @Nullable Object @Nullable [] arguments)
            throws Throwable {
        check(arguments);
        return switch (method.getName()) {
            case "getConnection" -> parent;
            case "equals" -> arguments != null && arguments[0] == self;
            case "hashCode" -> System.identityHashCode(statement);
            default ->
                method.getName().startsWith("execute")
                        ? execute(method, statement, arguments)
                        : call(method, statement, arguments);
        };
    }

    /** Refuses text that must not be executed here. */
    private void check(@Nullable Object @Nullable [] arguments) {
        if (arguments != null && arguments.length > 0 && arguments[0] instanceof String given) {
            String sql =
                    OPAQUE.matcher(given).find() ? given : STRING.matcher(given).replaceAll("''");
            if (refused != null && refused.matcher(sql).find()) {
                throw new AssertionError(
                        "A statement names the schema of the host's database, and would read past the twin; leave"
                                + " the name of the schema out: " + sql);
            }
            if (LEAVING.matcher(sql).find()) {
                throw leaving(sql);
            }
        }
    }

    private static AssertionError leaving(String what) {
        return new AssertionError(
                "A check undoes what code does, in one database; code in it must not end transactions by"
                        + " SQL text, or go to another database or schema: " + what);
    }

    private @Nullable Object execute(Method method, @Nullable Object statement, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        executions++;
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
