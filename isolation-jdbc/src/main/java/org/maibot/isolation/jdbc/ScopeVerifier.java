package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/**
 * Checks a statement after it was scoped, knowing nothing of how that was done: each mention of a scoped table is found in
 * the final text by what stands around it, and must have its full predicate in a WHERE or ON clause that nothing weakens,
 * or its columns in the list of an INSERT. Whatever the scoping forgot is refused here.
 */
final class ScopeVerifier {
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
    private static final Set<String> AFTER_CONDITION = Set.of(
            "WHERE",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "MINUS",
            "WINDOW",
            "OFFSET",
            "FETCH",
            "FOR",
            "LOCK",
            "RETURNING",
            "JOIN",
            "INNER",
            "LEFT",
            "RIGHT",
            "FULL",
            "CROSS",
            "NATURAL",
            "STRAIGHT_JOIN",
            "SET",
            "ON");

    private final SchemaRules rules;
    private final Dimension level;
    private final SqlTokens tokens;
    private final ScopedSql scoped;
    private final List<Cte> ctes = new ArrayList<>();

    ScopeVerifier(ScopedSql scoped, SchemaRules rules, Dimension level) {
        this.scoped = scoped;
        this.rules = rules;
        this.level = level;
        this.tokens = SqlTokens.of(scoped.sql(), rules.syntax());
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.isWord(i, "WITH") && !tokens.isSymbol(i - 1, '.')) {
                noteCtes(i);
            }
        }
    }

    /**
     * A common table expression.
     *
     * @param from where the WITH clause begins
     * @param to where the brackets around it end
     */
    private record Cte(String name, int from, int to) {}

    private void noteCtes(int with) {
        int open = opening(with);
        int end = open < 0 ? tokens.size() : tokens.match(open);
        int next = tokens.isWord(with + 1, "RECURSIVE") ? with + 2 : with + 1;
        while (next < end && tokens.isName(next)) {
            int as = tokens.isSymbol(next + 1, '(') ? tokens.next(next + 1) : next + 1;
            int body = as + 1;
            while (tokens.isAnyWord(body, "NOT", "MATERIALIZED")) {
                body++;
            }
            if (!tokens.isWord(as, "AS") || !tokens.isSymbol(body, '(')) {
                return;
            }
            ctes.add(new Cte(tokens.table(next), with, end));
            next = tokens.next(body);
            while (next < end
                    && !tokens.isSymbol(next, ',')
                    && !tokens.isAnyWord(next, "SELECT", "INSERT", "UPDATE", "DELETE", "VALUES", "TABLE")
                    && !tokens.isSymbol(next, '(')) {
                next = tokens.next(next); // SEARCH and CYCLE
            }
            if (!tokens.isSymbol(next, ',')) {
                return;
            }
            next++;
        }
    }

    private boolean isCte(int place) {
        String name = tokens.table(place);
        return ctes.stream().anyMatch(cte -> cte.name().equals(name) && cte.from() < place && place < cte.to());
    }

    /** Refuses the statement unless every scoped table in it is confined. */
    void verify() {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.isName(i) && !tokens.isSymbol(i - 1, '.')) {
                verify(i);
            }
        }
    }

    private void verify(int place) {
        boolean qualified = tokens.isSymbol(place + 1, '.') && tokens.isName(place + 2);
        int last = qualified ? place + 2 : place;
        if (tokens.isSymbol(last + 1, '.') || !standsForTable(place)) {
            return;
        }
        TableRule rule = qualified
                ? rules.find(tokens.table(place), tokens.table(last)).orElse(null)
                : rules.find(tokens.table(place)).orElse(null);
        boolean isCte = !qualified && isCte(place);
        if (rule == null || !rule.isScoped() || isCte) {
            return;
        }
        if (!isConfined(place, last, rule)) {
            throw Refusal.unscoped(rule.table());
        }
    }

    /** Whether a name stands where statements name their tables. */
    private boolean standsForTable(int place) {
        int before = place - 1;
        while (tokens.isSymbol(before, '(')) {
            before--;
        }
        if (BEFORE_TABLE.contains(word(before))) {
            return !Clause.isDistinctFrom(tokens, before) && !isArgument(place);
        }
        return tokens.isSymbol(before, ',') && isInFrom(before);
    }

    private String word(int place) {
        return tokens.get(place).kind() == SqlToken.Kind.WORD
                ? tokens.get(place).value()
                : "";
    }

    /** Whether FROM is in the brackets of a function such as extract(…). */
    private boolean isArgument(int place) {
        int open = opening(place);
        return open > 0
                && tokens.isName(open - 1)
                && !CLAUSES.contains(word(open - 1))
                && !tokens.isAnyWord(open + 1, "SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "TABLE")
                && !tokens.isAnyWord(open - 1, "IN", "EXISTS", "ANY", "ALL", "SOME", "AS", "LATERAL", "ARRAY", "AND")
                && !tokens.isAnyWord(open - 1, "OR", "NOT", "UNION", "INTERSECT", "EXCEPT", "MATERIALIZED", "FROM");
    }

    /** Whether the clause around a comma is FROM. */
    private boolean isInFrom(int comma) {
        for (int i = comma - 1; i >= 0; i--) {
            if (tokens.isSymbol(i, ')')) {
                i = tokens.match(i);
            } else if (tokens.isSymbol(i, '(')) {
                return BEFORE_TABLE.contains(word(i - 1)) && !word(i - 1).equals("INTO") && isUnqualified(i - 1);
            } else if (CLAUSES.contains(word(i)) && !tokens.isSymbol(i - 1, '.')) {
                boolean from = tokens.isAnyWord(i, "FROM", "JOIN", "UPDATE", "USING", "ON");
                return from && !Clause.isDistinctFrom(tokens, i);
            }
        }
        return false;
    }

    /** USING before a bracket has columns in it, FROM and the like have tables. */
    private boolean isUnqualified(int place) {
        return !tokens.isWord(place, "USING") && !tokens.isWord(place, "TABLE") && !tokens.isWord(place, "REPLACE");
    }

    private int opening(int place) {
        for (int i = place - 1; i >= 0; i--) {
            if (tokens.isSymbol(i, ')') || tokens.isSymbol(i, ']') || tokens.isSymbol(i, '}')) {
                i = tokens.match(i);
            } else if (tokens.isSymbol(i, '(') || tokens.isSymbol(i, '[') || tokens.isSymbol(i, '{')) {
                return i;
            }
        }
        return -1;
    }

    private boolean isConfined(int place, int last, TableRule rule) {
        Map<Dimension, DimensionColumn> columns = rule.fixedBy(level);
        if (isInsertTarget(place)) {
            return columns.values().stream().allMatch(column -> isListed(last + 1, column.name()));
        }
        return qualifiers(last, rule).stream()
                .anyMatch(qualifier -> columns.entrySet().stream()
                        .allMatch(entry -> hasPredicate(place, qualifier, entry.getKey(), entry.getValue())));
    }

    private boolean isInsertTarget(int place) {
        boolean into = tokens.isAnyWord(place - 1, "INTO");
        return into
                || (tokens.family().isMySql()
                        && (tokens.isAnyWord(place - 1, "INSERT", "REPLACE")
                                || (tokens.isWord(place - 1, "IGNORE") && tokens.isWord(place - 2, "INSERT"))));
    }

    /** Whether the list of an INSERT, or its assignments, name a column. */
    private boolean isListed(int from, String column) {
        for (int i = from; i < tokens.size() && !tokens.isAnyWord(i, "VALUES", "VALUE", "SELECT", "WITH", "ON"); i++) {
            if (tokens.isName(i) && SqlFamily.lower(tokens.name(i)).equals(SqlFamily.lower(column))) {
                return true;
            }
            if (tokens.isSymbol(i, '(') && tokens.isAnyWord(from, "SET")) {
                i = tokens.match(i);
            }
        }
        return false;
    }

    /** What the statement may call the table: a name that follows it, before another table or clause, or its own. */
    private Set<String> qualifiers(int last, TableRule rule) {
        Set<String> qualifiers = new HashSet<>();
        qualifiers.add(tokens.syntax().foldTable(rule.table(), true));
        for (int i = last + 1; i < tokens.size() && !endsTable(i); i = tokens.next(i)) {
            if (tokens.isName(i)) {
                qualifiers.add(tokens.table(i));
            }
        }
        return qualifiers;
    }

    private boolean endsTable(int place) {
        boolean closes = tokens.isSymbol(place, ',') || tokens.isSymbol(place, ')');
        return closes || (AFTER_CONDITION.contains(word(place)) && !tokens.isWord(place, "FOR"));
    }

    /** Whether a clause around a place has a column equal to the scope's value, for all rows. */
    private boolean hasPredicate(int place, String qualifier, Dimension dimension, DimensionColumn column) {
        int open = opening(place);
        int end = open < 0 ? tokens.size() : tokens.match(open);
        for (int i = open + 1; i < end; i = tokens.next(i)) {
            if (tokens.isAnyWord(i, "WHERE", "ON") && clauseConfines(i, end, qualifier, dimension, column)) {
                return true;
            }
        }
        boolean inGroup = open > 0 && standsForTable(open + 1);
        return inGroup && hasPredicate(open, qualifier, dimension, column);
    }

    private boolean clauseConfines(int clause, int to, String qualifier, Dimension dimension, DimensionColumn column) {
        boolean found = false;
        for (int i = clause + 1; i < to && !endsCondition(i); i = tokens.next(i)) {
            if (tokens.isAnyWord(i, "OR", "XOR")) {
                return false;
            }
            boolean conjunct = tokens.isAnyWord(i - 1, "WHERE", "ON", "AND");
            boolean inBrackets = tokens.isSymbol(i, '(')
                    && column.nullIsWider()
                    && isOrNull(i, qualifier, column)
                    && isPredicate(i + 1, qualifier, dimension, column);
            found |= conjunct && (inBrackets || isPredicate(i, qualifier, dimension, column));
        }
        return found;
    }

    private boolean endsCondition(int place) {
        return tokens.isSymbol(place, ',')
                || (AFTER_CONDITION.contains(word(place))
                        && !tokens.isSymbol(place - 1, '.')
                        && !(tokens.isAnyWord(place, "LEFT", "RIGHT") && tokens.isSymbol(place + 1, '(')));
    }

    private boolean isPredicate(int start, String qualifier, Dimension dimension, DimensionColumn column) {
        boolean cast = column.type() == IdType.UNTYPED && tokens.isWord(start, "CAST");
        int place = cast ? start + 2 : start;
        int equals = cast ? tokens.match(start + 1) + 1 : start + 3;
        return tokens.isName(place)
                && tokens.table(place).equals(qualifier)
                && tokens.isSymbol(place + 1, '.')
                && tokens.name(place + 2).equals(column.name())
                && tokens.isSymbol(equals, '=')
                && tokens.parameter(equals + 1) > 0
                && scoped.slots().get(tokens.parameter(equals + 1) - 1).equals(column.value(dimension));
    }

    private boolean isOrNull(int bracket, String qualifier, DimensionColumn column) {
        int end = tokens.match(bracket);
        return tokens.isWord(end - 1, "NULL")
                && tokens.isWord(end - 2, "IS")
                && tokens.name(end - 3).equals(column.name())
                && tokens.table(end - 5).equals(qualifier)
                && tokens.isWord(end - 6, "OR");
    }
}
