package org.maibot.isolation.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database of its own and one connection to it, which is kept open, and on which nothing is committed but on demand. */
final class OneConnection implements AutoCloseable {
    private final FreshDatabase database = TestDatabase.underTest().fresh();
    private final Connection connection;

    OneConnection() throws SQLException {
        connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
    }

    /** Gives the connection, whoever has it already. */
    DataSource dataSource() {
        Connection kept = JdbcProxy.of(Connection.class, (self, method, arguments) -> kept(method, arguments));
        return JdbcProxy.of(
                DataSource.class,
                (self, method, arguments) -> method.getName().equals("getConnection")
                        ? kept
                        : JdbcProxy.invoke(method, database.dataSource(), arguments));
    }

    private @Nullable Object kept(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "close", "commit", "setAutoCommit" -> null;
            default -> JdbcProxy.invoke(method, connection, arguments);
        };
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Takes back what was done since the last commit. */
    void undo() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
        database.close();
    }
}
