package org.maibot.isolation.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationViolationException;

/**
 * What statements gave that were run one after the other.
 *
 * @param text the rows, sorted, or the count of each; and the message of the one that failed
 * @param refusal why one was refused, or null
 */
record Answer(String text, boolean failed, @Nullable String refusal) {
    private static final int MAX_ROWS = 10_000;
    private static final Pattern CONNECTION = Pattern.compile("\\(conn=\\d+\\) "); // MariaDB's name of the connection

    static Answer of(List<String> answers) {
        return new Answer(answers.toString(), false, null);
    }

    /** The answer of statements of which the last one failed. */
    static Answer failed(List<String> answers, Exception failure) {
        boolean refused = failure instanceof IsolationViolationException
                || (failure instanceof SQLException && failure.getCause() instanceof IsolationViolationException);
        String text = CONNECTION.matcher(answers + " " + failure).replaceAll("");
        return new Answer(text, true, refused ? failure.getMessage() : null);
    }

    /** The rows that are left, sorted, or that there are too many. */
    static String rows(ResultSet rows) throws SQLException {
        List<String> lines = new ArrayList<>();
        while (rows.next()) {
            lines.add(row(rows));
            if (lines.size() > MAX_ROWS) {
                return "more than " + MAX_ROWS + " rows";
            }
        }
        Collections.sort(lines);
        return lines.toString();
    }

    /** The row that a result set stands on. */
    static String row(ResultSet rows) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            values.add(String.valueOf(rows.getString(i)));
        }
        return values.toString();
    }
}
