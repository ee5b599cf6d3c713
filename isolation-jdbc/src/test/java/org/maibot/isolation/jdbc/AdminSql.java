package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements about whole databases, each on a connection of its own. */
final class AdminSql {
    private AdminSql() {}

    static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The server refuses: " + sql, e);
        }
    }
}
