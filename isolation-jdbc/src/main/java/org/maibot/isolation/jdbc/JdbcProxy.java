package org.maibot.isolation.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Guards what the methods of JDBC return, so that nothing leads to the connection below. */
record JdbcProxy(ConnectionGuard guard, ContextStamp stamp) {
    private static final Object[] NONE = {};
    private static final Set<String> LARGE_OBJECTS =
            Set.of("getBlob", "getClob", "getNClob", "setBlob", "setClob", "setNClob");

    static <T> T of(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    static @Nullable Object invoke(Method method, Object target, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments == null ? NONE : arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    static Object object(Object self, Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "isolated " + self.getClass().getInterfaces()[0].getSimpleName();
        };
    }

    /**
     * What a method returned; by the method's type, since some drivers let one object stand for several.
     *
     * @param statement the guarded statement that rows come from, or null
     */
    @Nullable
    Object guarded(Method method, @Nullable Object result, @Nullable Object statement) throws SQLException {
        Class<?> type = method.getReturnType();
        if (result == null || type.isPrimitive() || type == String.class) {
            return result;
        }
        if (type == ResultSet.class) {
            return rows((ResultSet) result, statement);
        }
        if (type == ResultSetMetaData.class) {
            return metaData(ResultSetMetaData.class, (ResultSetMetaData) result);
        }
        if (type == ParameterMetaData.class) {
            return metaData(ParameterMetaData.class, (ParameterMetaData) result);
        }
        return type == Object.class || type == Array.class ? value(name(method), result, statement) : result;
    }

    /** A value that a driver made, and that may hold its connection. */
    Object value(String method, Object value, @Nullable Object statement) throws SQLException {
        if (value instanceof Array array) {
            return of(Array.class, new GuardedArray(array, this, statement));
        }
        if (value instanceof ResultSet rows) {
            return rows(rows, statement);
        }
        if (value instanceof Statement || value instanceof Connection) {
            throw refuse(method);
        }
        return value;
    }

    ResultSet rows(ResultSet rows, @Nullable Object statement) {
        return new RowsGuard(rows, this, statement);
    }

    <T> T metaData(Class<T> type, T metaData) {
        return of(
                type,
                (self, method, arguments) -> JdbcMethod.of(method) == JdbcMethod.PARENT
                        ? guard
                        : pass(self, method, arguments, metaData, null));
    }

    /** An array, which can be bound again. */
    private record GuardedArray(
            Array array, JdbcProxy proxies, @Nullable Object statement) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            return proxies.pass(self, method, arguments, array, statement);
        }
    }

    /** A value to be bound, without its guard. */
    static @Nullable Object unguarded(@Nullable Object value) {
        if (value != null
                && Proxy.isProxyClass(value.getClass())
                && Proxy.getInvocationHandler(value) instanceof GuardedArray guarded) {
            return guarded.array();
        }
        return value;
    }

    /** PostgreSQL's large objects have no owner: their numbers lead to those of all scopes. */
    void requireNoLargeObject(Method method, @Nullable Object @Nullable [] arguments) throws SQLException {
        boolean byMethod = LARGE_OBJECTS.contains(method.getName());
        boolean byType = arguments != null
                && arguments.length > 1
                && ((arguments[1] instanceof Class<?> type
                                && (Blob.class.isAssignableFrom(type) || Clob.class.isAssignableFrom(type)))
                        || arguments[1] instanceof Blob
                        || arguments[1] instanceof Clob);
        if ((byMethod || byType) && guard.family() == SqlFamily.POSTGRESQL) {
            throw refuse(method);
        }
    }

    @Nullable
    Object pass(
            Object self,
            Method method,
            @Nullable Object @Nullable [] arguments,
            Object target,
            @Nullable Object statement)
            throws Throwable {
        return switch (JdbcMethod.of(method)) {
            case PASS -> {
                if (target instanceof ResultSet) {
                    requireNoLargeObject(method, arguments);
                }
                yield guarded(method, invoke(method, target, arguments), statement);
            }
            case WRAPPER -> wrapper(method, arguments);
            case OBJECT -> object(self, method, arguments);
            case SQL, CREATE, ROW, BIND, CLEAR, BATCH, OUTCOME, SETTING, METADATA, PARENT, CLOSE, REFUSE ->
                throw refuse(method);
        };
    }

    /** Nothing can be unwrapped, but the guard itself by those who know it. */
    Object wrapper(Method method, @Nullable Object @Nullable [] arguments) throws SQLException {
        boolean own = arguments != null && arguments[0] == ConnectionGuard.class;
        if (method.getName().equals("isWrapperFor")) {
            return own;
        }
        if (own) {
            return guard;
        }
        throw refuse(method);
    }

    SQLException refuse(Method method) {
        SQLException refused = refuse(name(method));
        boolean ofClientInfo = Arrays.asList(method.getExceptionTypes()).contains(SQLClientInfoException.class);
        return ofClientInfo
                ? new SQLClientInfoException(refused.getMessage(), refused.getSQLState(), Map.of(), refused.getCause())
                : refused;
    }

    private SQLException refuse(String method) {
        return stamp.refused(Refusal.unguarded(method));
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
