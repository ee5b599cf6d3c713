package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Prepares texts on a connection. */
record TextRunner(Connection connection) implements EscapeRunner {
    private static final int FETCH_SIZE = 1000;

    @Override
    public String run(String sql, List<Object> params) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_SIZE); // else a driver may keep all rows there are
            int index = 1;
            for (Object param : params) {
                statement.setObject(index++, param);
            }
            if (!statement.execute()) {
                return String.valueOf(statement.getUpdateCount());
            }
            try (ResultSet rows = statement.getResultSet()) {
                return Answer.rows(rows);
            }
        }
    }
}
