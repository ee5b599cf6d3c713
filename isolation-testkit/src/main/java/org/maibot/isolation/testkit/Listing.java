package org.maibot.isolation.testkit;

import java.util.List;
import java.util.stream.Collectors;
import org.maibot.isolation.jdbc.ExecutedStatement;

/** Statements in a message: bounded, one a line, without the values of bind variables. */
record Listing(StatementCapture capture) {
    private static final int MAX_LINES = 20;
    private static final int MAX_CHARACTERS = 500;

    /** A statement on a line of its own. */
    static String line(ExecutedStatement statement) {
        return "\n    " + bounded(statement.sql()) + "\n        (" + statement.door() + ", in the context "
                + statement.context() + ")";
    }

    private static String bounded(String sql) {
        String line = sql.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (line.codePointCount(0, line.length()) <= MAX_CHARACTERS) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, MAX_CHARACTERS)) + "…";
    }

    @Override
    public String toString() {
        List<ExecutedStatement> statements = capture.statements();
        String lines = statements.stream().limit(MAX_LINES).map(Listing::line).collect(Collectors.joining());
        return statements.size() + (statements.size() > MAX_LINES ? ", the first of them:" : ":") + lines;
    }
}
