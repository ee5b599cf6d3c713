package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;

/**
 * A connection that passes on only statements that were scoped. What it hands out, statements and result sets, leads
 * back to it and never to the connection below. Methods that {@link JdbcMethod} does not know are refused.
 *
 * <p>Like the connection itself, for one thread at a time.
 */
final class ConnectionGuard {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final Object[] NONE = {};

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

    /** Whether this is a connection of a context. */
    boolean isOf(IsolationContext other) {
        return context.equals(other);
    }

    private @Nullable Object onConnection(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (JdbcMethod.of(method)) {
            case PASS -> invoke(method, connection, arguments);
            case SQL -> {
                ScopedStatement statement = approved(method, arguments);
                Object prepared = invoke(method, connection, arguments);
                yield new GuardedStatement((Statement) requireNonNull(prepared), statement.bindings())
                        .proxy(PreparedStatement.class);
            }
            case CREATE -> {
                Object created = invoke(method, connection, arguments);
                yield new GuardedStatement((Statement) requireNonNull(created), null).proxy(Statement.class);
            }
            case WRAPPER -> wrapper(method, arguments);
            case OBJECT -> object(self, method, arguments);
            case ROW, BIND, PARENT, REFUSE -> throw refuse(method);
        };
    }

    /** A statement of the guarded connection. */
    private final class GuardedStatement {
        private final Statement statement;
        private final @Nullable ScopeBindings bindings;

        /**
         * Creates it.
         *
         * @param bindings the scope's values, if the caller binds the rows of a batch without them
         */
        GuardedStatement(Statement statement, @Nullable ScopeBindings bindings) {
            this.statement = statement;
            this.bindings = bindings;
        }

        <T extends Statement> T proxy(Class<T> type) {
            return ConnectionGuard.proxy(type, this::onStatement);
        }

        private @Nullable Object onStatement(Object self, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            switch (JdbcMethod.of(method)) {
                case PASS -> {}
                case SQL -> approved(method, arguments);
                case ROW -> bindScope();
                case BIND -> requireOwn(method, arguments);
                case PARENT -> {
                    return proxy;
                }
                case WRAPPER -> {
                    return wrapper(method, arguments);
                }
                case OBJECT -> {
                    return object(self, method, arguments);
                }
                case CREATE, REFUSE -> throw refuse(method);
            }
            Object result = invoke(method, statement, arguments);
            return guarded(method, result, self);
        }

        private void bindScope() throws SQLException {
            if (bindings != null) {
                bindings.bind((PreparedStatement) statement, context);
            }
        }

        private void requireOwn(Method method, @Nullable Object @Nullable [] arguments) throws SQLException {
            if (bindings != null && arguments != null && arguments[0] instanceof Integer index) {
                Object value = method.getName().equals("setNull") ? null : arguments[1];
                if (!bindings.mayBind(index, value, context)) {
                    throw refuse(Refusal.foreignRow());
                }
            }
        }
    }

    /** What a method returned; by the method's type, since some drivers let one object stand for several. */
    private @Nullable Object guarded(Method method, @Nullable Object result, Object statement) {
        Class<?> type = method.getReturnType();
        if (result == null || type.isPrimitive()) {
            return result;
        }
        if (type == ResultSet.class) {
            return guardedRows((ResultSet) result, statement);
        }
        if (type == ResultSetMetaData.class) {
            return guardedMetaData(ResultSetMetaData.class, (ResultSetMetaData) result);
        }
        return type == ParameterMetaData.class
                ? guardedMetaData(ParameterMetaData.class, (ParameterMetaData) result)
                : result;
    }

    private <T> T guardedMetaData(Class<T> type, T metaData) {
        return proxy(type, (self, method, arguments) -> switch (JdbcMethod.of(method)) {
            case WRAPPER -> wrapper(method, arguments);
            case OBJECT -> object(self, method, arguments);
            case PASS -> invoke(method, metaData, arguments);
            case SQL, CREATE, ROW, BIND, PARENT, REFUSE -> throw refuse(method);
        });
    }

    private ResultSet guardedRows(ResultSet rows, Object statement) {
        return proxy(ResultSet.class, (self, method, arguments) -> switch (JdbcMethod.of(method)) {
            case PASS -> guarded(method, invoke(method, rows, arguments), statement);
            case PARENT -> statement;
            case WRAPPER -> wrapper(method, arguments);
            case OBJECT -> object(self, method, arguments);
            case SQL, CREATE, ROW, BIND, REFUSE -> throw refuse(method);
        });
    }

    /** Nothing can be unwrapped, but the guard itself by those who know it. */
    private Object wrapper(Method method, @Nullable Object @Nullable [] arguments) throws SQLException {
        if (method.getName().equals("isWrapperFor")) {
            return false;
        }
        if (arguments != null && arguments[0] == ConnectionGuard.class) {
            return this;
        }
        throw refuse(method);
    }

    private static Object object(Object self, Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "isolated " + self.getClass().getInterfaces()[0].getSimpleName();
        };
    }

    private ScopedStatement approved(Method method, @Nullable Object @Nullable [] arguments) throws SQLException {
        ScopedStatement statement = approved;
        approved = null;
        if (statement == null || arguments == null || !statement.sql().equals(arguments[0])) {
            throw refuse(method);
        }
        return statement;
    }

    private SQLException refuse(Method method) {
        return refuse(Refusal.unguarded(method));
    }

    private SQLException refuse(IsolationViolationException refusal) {
        observer.publish(IsolationEvent.Refused.of(refusal, context));
        return new SQLException(refusal.getMessage(), INSUFFICIENT_PRIVILEGE, refusal);
    }

    private static @Nullable Object invoke(Method method, Object target, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments == null ? NONE : arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
