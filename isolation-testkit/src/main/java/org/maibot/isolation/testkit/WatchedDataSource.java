package org.maibot.isolation.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Looks at whatever is read on the connections of a data source, and at what their errors say. */
final class WatchedDataSource {
    private static final List<Class<?>> WATCHED = List.of(
            Connection.class, CallableStatement.class, PreparedStatement.class, Statement.class, ResultSet.class);

    private final Watcher watcher;

    private WatchedDataSource(Watcher watcher) {
        this.watcher = watcher;
    }

    /** Is shown what was read. */
    interface Watcher {
        /**
         * Takes a value that was read, or an error.
         *
         * @param sql of the statement, or what else it comes from
         * @throws AssertionError if it must not be read
         */
        void read(Object found, String sql);
    }

    static DataSource of(DataSource database, Watcher watcher) {
        return new WatchedDataSource(watcher).watched(DataSource.class, database, "the database");
    }

    private <T> T watched(Class<T> type, Object target, String sql) {
        return type.cast(Proxy.newProxyInstance(
                WatchedDataSource.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    String text = arguments != null
                                    && arguments.length > 0
                                    && arguments[0] instanceof String given
                                    && !(target instanceof ResultSet)
                            ? given
                            : sql;
                    return seen(method, call(target, method, arguments, text), text);
                }));
    }

    private @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments, String sql)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause() == null ? e : e.getCause();
            watcher.read(thrown, sql);
            throw thrown;
        }
    }

    /** What code gets for a result, once it was looked at: streams are read, and begin anew. */
    private @Nullable Object seen(Method method, @Nullable Object result, String sql) throws SQLException, IOException {
        if (result == null) {
            return null;
        }
        if (WATCHED.contains(method.getReturnType())) { // not the result's: SQLite's rows are their own description too
            return watched(method.getReturnType(), result, sql);
        }
        if (result instanceof Reader reader) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            watcher.read(text.toString(), sql);
            return new StringReader(text.toString());
        }
        if (result instanceof InputStream stream) {
            byte[] bytes = stream.readAllBytes();
            watcher.read(bytes, sql);
            return new ByteArrayInputStream(bytes);
        }
        if (!(result instanceof Wrapper || result instanceof Savepoint)) { // of which nothing was read yet
            watcher.read(content(result), sql);
        }
        return result;
    }

    private static Object content(Object result) throws SQLException {
        if (result instanceof Clob clob) {
            return clob.getSubString(1, (int) clob.length());
        }
        if (result instanceof Blob blob) {
            return blob.getBytes(1, (int) blob.length());
        }
        if (result instanceof SQLXML xml) {
            return xml.getString();
        }
        return result instanceof Array array ? array.getArray() : result;
    }
}
