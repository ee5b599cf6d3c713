package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;

/**
 * What the statements of an escape gave.
 *
 * @param text their rows in sorted order, or how many rows they changed; up to an error, if there was one
 * @param refusal what was refused, if anything was
 */
record EscapeAnswer(String text, boolean failed, @Nullable String refusal) {
    private static final int MAX_ROWS = 10_000;
    private static final Pattern CONNECTION = Pattern.compile("^\\(conn=\\d+\\) "); // MariaDB's name of the connection

    static EscapeAnswer failed(String text) {
        return new EscapeAnswer(text, true, null);
    }

    /** Executes an escape. */
    static EscapeAnswer of(Connection connection, Escape escape) {
        List<String> answers = new ArrayList<>();
        for (String sql : escape.statements()) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(MAX_ROWS); // else a driver may keep all rows there are
                int index = 1;
                for (Object param : escape.params()) {
                    statement.setObject(index++, param);
                }
                answers.add(answer(statement, statement.execute()));
            } catch (SQLException e) {
                boolean refused = e.getCause() instanceof IsolationViolationException;
                String message =
                        CONNECTION.matcher(String.valueOf(e.getMessage())).replaceAll("");
                return new EscapeAnswer(answers + " " + message, true, refused ? message : null);
            }
        }
        return new EscapeAnswer(answers.toString(), false, null);
    }

    private static String answer(Statement statement, boolean hasRows) throws SQLException {
        if (!hasRows) {
            return String.valueOf(statement.getUpdateCount());
        }
        try (ResultSet rows = statement.getResultSet()) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(line(rows));
                if (lines.size() > MAX_ROWS) {
                    return "more than " + MAX_ROWS + " rows";
                }
            }
            Collections.sort(lines);
            return lines.toString();
        }
    }

    /** The text of a row. */
    static String line(ResultSet rows) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            values.add(String.valueOf(rows.getString(i)));
        }
        return values.toString();
    }
}
