package org.maibot.isolation.jdbc;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Answers that differ for another reason than that of the scope: the plan, the time, or the order of rows. */
final class UnclearAnswers {
    private static final Pattern TOO_SLOW = Pattern.compile(
            "statement timeout|max_statement_time|maximum statement execution time|SQLITE_INTERRUPT|more than \\d+ rows"
                    + "|has no bind variable"); // there are as many values as question marks, in whatever they are

    /** Errors of values, which a plan meets or does not meet. */
    private static final Pattern OF_VALUES = Pattern.compile("Truncated incorrect|more than (1|one) row|out of range"
            + "|division by zero|invalid input syntax|malformed|Incorrect \\w+ value|Invalid JSON");

    private static final Pattern OF_ROWS = Pattern.compile("more than (1|one) row|Truncated incorrect");

    /** Statements that may leave it to the database which rows they take. */
    private static final Pattern ANY_ROWS =
            Pattern.compile("(?is)\\blimit\\b|\\bfetch\\b|\\boffset\\b|\\btablesample\\b"
                    + "|\\bupdate\\b.*\\b(from|join)\\b|\\breplace\\s+into\\b.*\\bselect\\b");

    private UnclearAnswers() {}

    /** Whether an answer that is not the expected one may be as good. */
    static boolean isUnclear(String sql, Answer actual, Answer expected) {
        return TOO_SLOW.matcher(actual.text() + expected.text()).find()
                || (expected.failed() && OF_VALUES.matcher(expected.text()).find())
                || (actual.failed() && OF_ROWS.matcher(actual.text()).find())
                || (!actual.failed() && ANY_ROWS.matcher(sql).find())
                || isReordered(actual.text(), expected.text());
    }

    /** Whether texts differ in nothing but the order of what is in them. */
    private static boolean isReordered(String text, String other) {
        return !text.equals(other)
                && Arrays.equals(
                        text.chars().sorted().toArray(), other.chars().sorted().toArray());
    }
}
