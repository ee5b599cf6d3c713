package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.jdbc.EscapeCorpus.Escape;

/** The database of the escapes with the rows of three tenants, and its twin with those of the first alone. */
final class EscapeTwins implements AutoCloseable {
    private static final Pattern FOREIGN = Pattern.compile("T(2|12)-");

    private final EscapeDatabase full;
    private final EscapeDatabase twin;
    private final Connection scoped;

    EscapeTwins(TestDatabase kind) throws SQLException {
        full = EscapeDatabase.of(kind, false, Set.of(1, 2, 12));
        twin = EscapeDatabase.of(kind, true, Set.of(1));
        scoped = full.confined();
    }

    /** What became of an escape. */
    enum Fate {
        /** The answer was that of the twin. */
        RIGHT,
        REFUSED,
        /** The answer was another one, or an error, with nothing of anybody else in it. */
        WRONG,
        /** Something of somebody else was shown or changed. */
        LEAK
    }

    /** What became of an escape, and why. */
    record Outcome(Fate fate, String why) {}

    /** The name of the database with all rows. */
    @Nullable
    String database() throws SQLException {
        return full.name();
    }

    /** Runs an escape on both databases, and undoes it. */
    Outcome run(Escape escape) throws SQLException {
        try {
            Map<String, List<String>> foreignBefore = full.rows(false);
            EscapeAnswer actual = EscapeAnswer.of(scoped, escape);
            if (FOREIGN.matcher(actual.text()).find()) {
                return new Outcome(Fate.LEAK, actual.text());
            }
            Map<String, List<String>> foreignAfter = actual.failed() ? foreignBefore : full.rows(false);
            if (!foreignAfter.equals(foreignBefore)) {
                return new Outcome(Fate.LEAK, "foreign rows changed to " + foreignAfter);
            }
            if (actual.refusal() != null) {
                return new Outcome(Fate.REFUSED, actual.refusal());
            }
            return compare(escape, actual);
        } finally {
            full.undo();
            twin.undo();
        }
    }

    private Outcome compare(Escape escape, EscapeAnswer actual) throws SQLException {
        EscapeAnswer expected = twin.answer(escape.in(full.name(), twin.name()));
        if (expected.failed() && actual.failed()) {
            return new Outcome(Fate.RIGHT, "both fail");
        }
        if (!expected.text().equals(actual.text())) {
            return new Outcome(Fate.WRONG, actual.text() + " INSTEAD OF " + expected.text());
        }
        Map<String, List<String>> own = full.rows(true);
        Map<String, List<String>> wanted = twin.rows(true);
        for (Map.Entry<String, List<String>> table : own.entrySet()) {
            if (!table.getValue().equals(wanted.get(table.getKey()))) {
                return new Outcome(Fate.WRONG, table + " INSTEAD OF " + wanted.get(table.getKey()));
            }
        }
        return new Outcome(Fate.RIGHT, "");
    }

    @Override
    public void close() throws SQLException {
        full.close();
        twin.close();
    }
}
