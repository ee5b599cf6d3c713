package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** Statements on a test's database. */
final class TestSql {
    private TestSql() {}

    static void execute(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the rows of a query. */
    static List<String> texts(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Twin.texts(connection, query);
        }
    }
}
