package org.maibot.isolation.testkit;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.maibot.isolation.testkit.HostTable.Check;

/** Why a database has refused a row. */
record Refused(Why why, String message) {
    /** The reasons that are told apart. */
    enum Why {
        /** There is a row with the same key. */
        TAKEN,
        /** A CHECK is not met. */
        UNCHECKED,
        OTHER
    }

    static Refused of(SQLException e) {
        String message = String.valueOf(e.getMessage());
        String state = String.valueOf(e.getSQLState());
        boolean lite = message.contains("SQLITE_CONSTRAINT");
        if (Set.of("23505", "23P01").contains(state)
                || Set.of(1062, 1586).contains(e.getErrorCode())
                || (lite && message.matches("(?s).*(UNIQUE|PRIMARYKEY|PRIMARY KEY).*"))) {
            return new Refused(Why.TAKEN, message);
        }
        if (state.equals("23514")
                || Set.of(3819, 4025).contains(e.getErrorCode())
                || (lite && message.contains("CHECK"))) {
            return new Refused(Why.UNCHECKED, message);
        }
        return new Refused(Why.OTHER, message);
    }

    /** The check that is named. */
    Optional<Check> check(Collection<Check> checks) {
        return checks.stream()
                .filter(check -> names(check.name()) || message.contains("constraint failed: " + check.name()))
                .max(Comparator.comparing(check -> check.name().length()));
    }

    /** The column that is named. */
    Optional<String> column(Collection<String> columns) {
        return columns.stream().filter(this::names).max(Comparator.comparing(String::length));
    }

    private boolean names(String name) {
        return message.contains("'" + name + "'")
                || message.contains("\"" + name + "\"")
                || message.contains("`" + name + "`")
                || message.contains("." + name + "`")
                || message.contains("." + name + ")");
    }
}
