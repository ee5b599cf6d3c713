package org.maibot.isolation.jdbc;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Where a scoped text names its tables, by what stands around a name; for {@link ScopeVerifier}. */
final class VerifiedPlaces {
    private static final Set<String> BEFORE_TABLE =
            Set.of("FROM", "JOIN", "STRAIGHT_JOIN", "INTO", "UPDATE", "TABLE", "USING", "ONLY", "REPLACE", "IGNORE");
    private static final Set<String> CLAUSES = Set.of(
            "SELECT",
            "FROM",
            "WHERE",
            "SET",
            "VALUES",
            "VALUE",
            "GROUP",
            "ORDER",
            "HAVING",
            "ON",
            "USING",
            "INTO",
            "UPDATE",
            "DELETE",
            "RETURNING",
            "LIMIT",
            "WITH",
            "JOIN",
            "WINDOW",
            "BY",
            "PARTITION",
            "INDEX",
            "KEY");

    private final SqlTokens tokens;
    private final Map<Integer, Boolean> commas = new HashMap<>();

    VerifiedPlaces(SqlTokens tokens) {
        this.tokens = tokens;
    }

    /** Whether a name stands where statements name their tables. */
    boolean hasTable(int place) {
        int before = place - 1;
        while (tokens.isSymbol(before, '(')) {
            before--;
        }
        if (BEFORE_TABLE.contains(tokens.word(before)) || isModifier(before)) {
            return !Clause.isDistinctFrom(tokens, before) && !isArgument(place) && !joinsByColumns(before);
        }
        if (tokens.isWord(before, "IN") && before == place - 1) {
            return tokens.family() == SqlFamily.SQLITE && !tokens.isSymbol(before - 1, '.');
        }
        if (tokens.isSymbol(before, ',')) {
            boolean inFrom = isInFrom(before);
            commas.put(before, inFrom);
            return inFrom;
        }
        return false;
    }

    /** Whether a word stands between the one that begins a clause and the first table. */
    private boolean isModifier(int place) {
        boolean ofUpdate = tokens.isAnyWord(place, "ABORT", "FAIL", "ROLLBACK")
                && tokens.isWord(place - 1, "OR")
                && tokens.isWord(place - 2, "UPDATE");
        boolean ofEscape = tokens.isWord(place, "OJ") && tokens.isSymbol(place - 1, '{');
        return ofUpdate || ofEscape || isPriority(place);
    }

    private boolean isPriority(int place) {
        return tokens.family().isMySql()
                && tokens.isAnyWord(place, "LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED")
                && (tokens.isAnyWord(place - 1, "INSERT", "REPLACE", "UPDATE", "IGNORE") || isPriority(place - 1));
    }

    /** Whether rows are inserted into the table that a name denotes. */
    boolean isInsertTarget(int place) {
        int verb = place - 1;
        while (tokens.family().isMySql() && (tokens.isWord(verb, "IGNORE") || isPriority(verb))) {
            verb--;
        }
        return tokens.isWord(place - 1, "INTO")
                || (tokens.family().isMySql() && tokens.isAnyWord(verb, "INSERT", "REPLACE"));
    }

    /** Whether a table's name begins with a dot, which MariaDB takes for the current database. */
    boolean hasDottedTable(int place) {
        boolean begins = tokens.isSymbol(place - 1, ',')
                || tokens.isSymbol(place - 1, '(')
                || tokens.isAnyWord(place - 1, "FROM", "JOIN", "STRAIGHT_JOIN", "INTO", "UPDATE", "TABLE", "USING");
        return begins && tokens.isSymbol(place, '.') && tokens.family() == SqlFamily.MARIADB && hasTable(place);
    }

    /** Whether FROM is in the brackets of a function such as extract(…). */
    private boolean isArgument(int place) {
        int open = tokens.opening(place);
        return open > 0
                && tokens.isName(open - 1)
                && !CLAUSES.contains(tokens.word(open - 1))
                && !tokens.isAnyWord(open + 1, "SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "TABLE")
                && !tokens.isAnyWord(open - 1, "IN", "EXISTS", "ANY", "ALL", "SOME", "AS", "LATERAL", "ARRAY", "AND")
                && !tokens.isAnyWord(
                        open - 1, "OR", "NOT", "UNION", "INTERSECT", "EXCEPT", "MATERIALIZED", "FROM", "ONLY");
    }

    /** Whether the clause around a comma is FROM. */
    private boolean isInFrom(int comma) {
        for (int i = comma - 1; i >= 0; i--) {
            Boolean known = commas.get(i); // of the comma before this one
            if (known != null) {
                return known;
            }
            if (tokens.isSymbol(i, ')')) {
                i = tokens.match(i);
            } else if (tokens.isSymbol(i, '(')) {
                return BEFORE_TABLE.contains(tokens.word(i - 1))
                        && !tokens.word(i - 1).equals("INTO")
                        && isUnqualified(i - 1);
            } else if (CLAUSES.contains(tokens.word(i)) && !tokens.isSymbol(i - 1, '.')) {
                boolean from = tokens.isAnyWord(i, "FROM", "JOIN", "UPDATE", "USING", "ON");
                return from && !Clause.isDistinctFrom(tokens, i);
            }
        }
        return false;
    }

    /** Whether a USING has the columns of a join, and not the tables of a DELETE. */
    boolean joinsByColumns(int using) {
        if (!tokens.isWord(using, "USING") || !tokens.isSymbol(using + 1, '(')) {
            return false;
        }
        for (int i = using - 1; i >= 0; i--) {
            if (tokens.isSymbol(i, ')')) {
                i = tokens.match(i);
            } else if (tokens.isAnyWord(i, "JOIN", "STRAIGHT_JOIN") && !tokens.isSymbol(i - 1, '.')) {
                return true;
            } else if (tokens.isSymbol(i, '(') || tokens.isAnyWord(i, "FROM", "DELETE")) {
                return false;
            }
        }
        return false;
    }

    /** USING in a join has columns in its brackets, FROM and the like have tables. */
    private boolean isUnqualified(int place) {
        return !joinsByColumns(place) && !tokens.isWord(place, "TABLE") && !tokens.isWord(place, "REPLACE");
    }
}
