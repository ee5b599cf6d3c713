package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;

/**
 * A connection that passes on only statements that were scoped. What it hands out, statements and result sets, leads
 * back to it and never to the connection below. Methods that it does not know are refused.
 *
 * <p>Like the connection itself, for one thread at a time.
 */
final class ConnectionGuard {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final Set<String> CONNECTION_METHODS = Set.of(
            "abort",
            "clearWarnings",
            "close",
            "commit",
            "createArrayOf",
            "createBlob",
            "createClob",
            "createNClob",
            "createSQLXML",
            "createStruct",
            "getAutoCommit",
            "getCatalog",
            "getClientInfo",
            "getHoldability",
            "getNetworkTimeout",
            "getSchema",
            "getTransactionIsolation",
            "getTypeMap",
            "getWarnings",
            "isClosed",
            "isReadOnly",
            "isValid",
            "releaseSavepoint",
            "rollback",
            "setAutoCommit",
            "setReadOnly",
            "setSavepoint",
            "setTransactionIsolation");

    private final Connection connection;
    private final IsolationContext context;
    private final IsolationObserver observer;
    private final Connection proxy;
    private @Nullable ScopedStatement approved;

    private ConnectionGuard(Connection connection, IsolationContext context, IsolationObserver observer) {
        this.connection = connection;
        this.context = context;
        this.observer = observer;
        this.proxy = proxy(Connection.class, this::onConnection);
    }

    static Connection guard(Connection connection, IsolationContext context, IsolationObserver observer) {
        return new ConnectionGuard(connection, context, observer).proxy;
    }

    /** Lets a statement through once. */
    void approve(ScopedStatement statement) {
        approved = statement;
    }

    private @Nullable Object onConnection(Object self, Method method, @Nullable Object[] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("prepareStatement")) {
            ScopedStatement statement = approved(name, (String) arguments[0]);
            return statement(
                    PreparedStatement.class,
                    (PreparedStatement) invoke(method, connection, arguments),
                    statement.bindings());
        }
        if (name.equals("createStatement")) {
            return statement(Statement.class, (Statement) invoke(method, connection, arguments), null);
        }
        if (name.equals("unwrap") && arguments[0] == ConnectionGuard.class) {
            return this;
        }
        if (CONNECTION_METHODS.contains(name)) {
            return invoke(method, connection, arguments);
        }
        return common(method, self, connection, arguments);
    }

    private <T extends Statement> T statement(Class<T> type, @Nullable T target, @Nullable ScopeBindings bindings) {
        return proxy(type, (self, method, arguments) -> onStatement(self, method, arguments, target, bindings));
    }

    private @Nullable Object onStatement(
            Object self,
            Method method,
            @Nullable Object[] arguments,
            @Nullable Statement target,
            @Nullable ScopeBindings bindings)
            throws Throwable {
        String name = method.getName();
        if (arguments.length > 0 && arguments[0] instanceof String text && takesSql(name)) {
            approved(name, text);
        }
        if (bindings != null && bindsForeignValue(name, arguments, bindings)) {
            throw refuse(Refusal.foreignRow());
        }
        if (bindings != null && arguments.length == 0 && runsRow(name)) {
            bindings.bind((PreparedStatement) requireNonNull(target), context);
        }
        return switch (name) {
            case "getConnection" -> proxy;
            case "getMetaData", "getParameterMetaData" -> invoke(method, target, arguments);
            default -> {
                Object result = common(method, self, target, arguments, true);
                yield result instanceof ResultSet rows ? resultSet(rows, (Statement) self) : result;
            }
        };
    }

    private ResultSet resultSet(ResultSet target, Statement statement) {
        return proxy(ResultSet.class, (self, method, arguments) -> {
            String name = method.getName();
            if (name.equals("getStatement")) {
                return statement;
            }
            boolean writes = name.startsWith("update") || name.equals("insertRow") || name.equals("deleteRow");
            return common(method, self, target, arguments, !writes);
        });
    }

    private boolean bindsForeignValue(String name, @Nullable Object[] arguments, ScopeBindings bindings) {
        return name.startsWith("set")
                && arguments.length > 1
                && arguments[0] instanceof Integer index
                && !bindings.mayBind(index, name.equals("setNull") ? null : arguments[1], context);
    }

    private static boolean takesSql(String name) {
        return name.startsWith("execute") || name.equals("addBatch");
    }

    private static boolean runsRow(String name) {
        return (name.startsWith("execute") && !name.endsWith("Batch")) || name.equals("addBatch");
    }

    /** What all wrapped objects have in common; refuses unless the method is known to be harmless. */
    private @Nullable Object common(Method method, Object self, @Nullable Object target, @Nullable Object[] arguments)
            throws Throwable {
        return common(method, self, target, arguments, false);
    }

    private @Nullable Object common(
            Method method, Object self, @Nullable Object target, @Nullable Object[] arguments, boolean allowed)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "isolated " + method.getDeclaringClass().getSimpleName();
            case "isWrapperFor" -> false;
            case "unwrap" -> throw refuse("Unwrapping a JDBC object");
            default -> {
                if (!allowed) {
                    throw refuse("The JDBC method " + method.getName());
                }
                yield invoke(method, target, arguments);
            }
        };
    }

    private ScopedStatement approved(String method, String sql) throws SQLException {
        ScopedStatement statement = approved;
        approved = null;
        if (statement == null || !statement.sql().equals(sql)) {
            throw refuse("The JDBC method " + method + " with SQL text of its own");
        }
        return statement;
    }

    private SQLException refuse(String what) {
        return refuse(Refusal.unguarded(what));
    }

    private SQLException refuse(IsolationViolationException refusal) {
        observer.publish(IsolationEvent.Refused.of(refusal, context));
        return new SQLException(refusal.getMessage(), INSUFFICIENT_PRIVILEGE, refusal);
    }

    private static @Nullable Object invoke(Method method, @Nullable Object target, @Nullable Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        InvocationHandler adapter = (self, method, arguments) ->
                handler.handle(self, method, arguments == null ? new Object[0] : arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, adapter));
    }

    /** A handler that always gets an array. */
    private interface Handler {
        @Nullable
        Object handle(Object self, Method method, @Nullable Object[] arguments) throws Throwable;
    }
}
