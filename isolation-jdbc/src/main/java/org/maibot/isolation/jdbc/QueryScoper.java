package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Scopes a query: SELECT, VALUES and TABLE, and what set operations make of them. */
final class QueryScoper {
    private static final Set<String> SET_OPERATORS = Set.of("UNION", "INTERSECT", "EXCEPT", "MINUS");
    private static final Set<String> MODIFIERS = Set.of(
            "ALL",
            "DISTINCTROW",
            "HIGH_PRIORITY",
            "STRAIGHT_JOIN",
            "SQL_SMALL_RESULT",
            "SQL_BIG_RESULT",
            "SQL_BUFFER_RESULT",
            "SQL_CALC_FOUND_ROWS",
            "SQL_CACHE",
            "SQL_NO_CACHE");

    private static final int MAX_LABEL = 200;

    private final Draft draft;
    private final SqlTokens tokens;
    private final ExpressionScoper expressions;

    QueryScoper(Draft draft) {
        this.draft = draft;
        this.tokens = draft.tokens();
        this.expressions = new ExpressionScoper(draft);
    }

    void scope(int from, int to, CteNames ctes, @Nullable SelectedRows rows) {
        int next = from;
        while (true) {
            next = arm(next, to, ctes, rows);
            if (next == to) {
                return;
            }
            if (!SET_OPERATORS.contains(tokens.get(next).value())) {
                next = expressions.scope(next, to, ctes, Clause.TAIL);
                if (next < to) {
                    throw Refusal.text("The SQL text has words after a query that cannot be understood");
                }
                return;
            }
            next += tokens.isAnyWord(next + 1, "ALL", "DISTINCT") ? 2 : 1;
        }
    }

    /** Scopes what stands between two set operators; returns the place after it. */
    private int arm(int from, int to, CteNames ctes, @Nullable SelectedRows rows) {
        if (tokens.isSymbol(from, '(')) {
            new StatementScoper(draft).scope(from + 1, tokens.match(from), ctes, rows);
            return tokens.match(from) + 1;
        }
        if (tokens.isWord(from, "SELECT")) {
            return select(from, to, ctes, rows);
        }
        if (tokens.isWord(from, "VALUES")) {
            return values(from, to, ctes, rows);
        }
        boolean hasTable = tokens.family() == SqlFamily.POSTGRESQL || tokens.family() == SqlFamily.MYSQL;
        if (hasTable && tokens.isWord(from, "TABLE") && tokens.isName(from + 1)) {
            return table(from, to, ctes, rows);
        }
        throw Refusal.text("The SQL text has a query that cannot be understood");
    }

    private int select(int from, int to, CteNames ctes, @Nullable SelectedRows rows) {
        int listStart = endOfModifiers(from + 1, ctes);
        List<SelectedRows.Item> items = new ArrayList<>();
        int listEnd = expressions.scopeList(listStart, to, ctes, Clause.SELECT_LIST, items);
        int next = listEnd;
        FromScoper tables = null;
        if (tokens.isWord(next, "FROM") && next < to) {
            tables = new FromScoper(draft, ctes);
            next = tables.scope(next + 1, to);
        }
        int last = next - 1;
        int where = tokens.isWord(next, "WHERE") && next < to ? next : -1;
        if (where >= 0) {
            next = expressions.scope(where + 1, to, ctes, Clause.WHERE);
        }
        if (tables != null) {
            draft.confine(tables.conditions(), where, next, last);
        }
        if (rows != null) {
            rows.select(items, tables);
        } else {
            items.forEach(this::keepLabel);
        }
        return expressions.scope(next, to, ctes, Clause.TAIL);
    }

    /**
     * Names a column that SQLite and MySQL call by its text, if that text changes; an alias may not be longer than MySQL's
     * names.
     */
    private void keepLabel(SelectedRows.Item item) {
        boolean named = tokens.family() == SqlFamily.POSTGRESQL || !tokens.isSymbol(item.to() - 1, ')');
        boolean hasQuery = IntStream.range(item.from(), item.to())
                .anyMatch(place -> tokens.isSymbol(place, '(') && StatementScoper.opensQuery(tokens, place));
        if (!named && hasQuery) {
            String label = tokens.sql()
                    .substring(
                            tokens.get(item.from()).start(),
                            tokens.get(item.to() - 1).end());
            boolean plain =
                    label.chars().noneMatch(c -> "'\"`\\{}?;".indexOf(c) >= 0); // else drivers may read it otherwise
            if (plain && label.length() <= MAX_LABEL) {
                draft.edits().insertAfter(item.to() - 1, SqlFragment.of(" AS " + draft.quote(label)));
            }
        }
    }

    private int endOfModifiers(int from, CteNames ctes) {
        int next = from;
        while (tokens.isAnyWord(next, "ALL", "DISTINCT")
                || (tokens.family().isMySql()
                        && MODIFIERS.contains(tokens.get(next).value()))) {
            boolean on =
                    tokens.isWord(next, "DISTINCT") && tokens.isWord(next + 1, "ON") && tokens.isSymbol(next + 2, '(');
            if (on) {
                expressions.scopeAll(next + 3, tokens.match(next + 2), ctes);
                next = tokens.match(next + 2) + 1;
            } else {
                next++;
            }
        }
        return next;
    }

    private int values(int from, int to, CteNames ctes, @Nullable SelectedRows rows) {
        int next = from;
        int rowsFrom = from;
        do {
            next += tokens.isWord(next + 1, "ROW") ? 2 : 1;
            if (!tokens.isSymbol(next, '(')) {
                throw Refusal.text("The SQL text has a VALUES list that cannot be understood");
            }
            List<SelectedRows.Item> items = expressions.row(next, ctes);
            if (rows != null) {
                rows.row(next, items);
            }
            next = tokens.match(next) + 1;
        } while (tokens.isSymbol(next, ',') && next < to);
        int end = expressions.scope(next, to, ctes, Clause.TAIL);
        wrapValues(rowsFrom, end);
        return end;
    }

    /** MySQL 8.0 loses conditions of derived tables in the sub-queries of a VALUES statement, but not of a derived one. */
    private void wrapValues(int from, int to) {
        boolean hasQuery = IntStream.range(from, to).anyMatch(place -> tokens.isWord(place, "SELECT"));
        if (hasQuery && tokens.family() == SqlFamily.MYSQL) {
            draft.edits().insertBefore(from, SqlFragment.of("SELECT * FROM ("));
            draft.edits().insertAfter(to - 1, SqlFragment.of(") AS scoped_values"));
        }
    }

    /** TABLE is short for SELECT * FROM, which takes a condition. */
    private int table(int from, int to, CteNames ctes, @Nullable SelectedRows rows) {
        boolean only = tokens.isWord(from + 1, "ONLY") && tokens.family() == SqlFamily.POSTGRESQL;
        int name = only ? from + 2 : from + 1;
        int end = draft.endOfName(name);
        if (end < to && !Clause.FROM.endsAt(tokens, end)) {
            throw Refusal.text(
                    "has words after a TABLE command that cannot be understood",
                    tokens.get(end).start());
        }
        if (draft.isCte(name, end, ctes)) {
            if (rows != null) {
                throw Refusal.text("The SQL text inserts the rows of a TABLE command whose columns are not known");
            }
            return end;
        }
        TableRule rule = draft.rule(name, end);
        if (rule.isScoped() || rows != null) {
            SqlFragment columns = rows == null ? SqlFragment.of("*") : rows.table(rule);
            draft.edits()
                    .replace(
                            from,
                            from + 1,
                            SqlFragment.of("SELECT ").add(columns).text(" FROM"));
        }
        if (rule.isScoped()) {
            draft.edits()
                    .insertAfter(
                            end - 1,
                            SqlFragment.of(" WHERE ").add(draft.predicate(draft.quote(rule.table()), rule, false)));
        }
        draft.pinName(name, end, rule, false);
        return end;
    }
}
