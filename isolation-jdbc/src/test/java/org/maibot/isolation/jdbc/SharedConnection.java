package org.maibot.isolation.jdbc;

import java.sql.Connection;
import javax.sql.DataSource;

/** A data source of one connection, which stays open, with its transaction, when those who got it close it. */
final class SharedConnection {
    private SharedConnection() {}

    static DataSource of(Connection connection) {
        Connection kept = JdbcProxy.of(
                Connection.class,
                (self, method, arguments) ->
                        method.getName().equals("close") ? null : JdbcProxy.invoke(method, connection, arguments));
        return JdbcProxy.of(DataSource.class, (self, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                return kept;
            }
            throw new UnsupportedOperationException(method.getName());
        });
    }
}
