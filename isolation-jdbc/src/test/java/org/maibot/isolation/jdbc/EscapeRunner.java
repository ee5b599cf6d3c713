package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;

/** Runs the statements of escapes in some form. */
interface EscapeRunner {
    /** Runs one statement and returns what it gave: its rows, sorted, or its count. */
    String run(String sql, List<Object> params) throws SQLException;

    /** Whether the statements have the form in which this runs them. */
    default boolean takes(Escape escape) {
        return true;
    }

    /** Runs statements one after the other until one fails. */
    default Answer answer(Escape escape) {
        List<String> answers = new ArrayList<>();
        for (String sql : escape.statements()) {
            try {
                answers.add(run(sql, escape.params()));
            } catch (SQLException | RuntimeException e) {
                return Answer.failed(answers, e);
            }
        }
        return Answer.of(answers);
    }
}
