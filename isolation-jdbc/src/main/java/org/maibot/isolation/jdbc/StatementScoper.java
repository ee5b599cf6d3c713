package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationViolationException;

/**
 * Scopes a statement's text: finds each place that names a table, by the grammar of the database, and confines the table
 * there. The rest of the text stays as it is. What the grammar does not foresee is refused.
 */
final class StatementScoper {
    private static final int MAX_CTES = 1000;
    private static final int MAX_VIEWS = 25;
    private static final int MAX_VIEW = 100_000;

    private final Draft draft;
    private final SqlTokens tokens;

    StatementScoper(Draft draft) {
        this.draft = draft;
        this.tokens = draft.tokens();
    }

    static ScopedSql scope(String sql, SchemaRules rules, Dimension level) {
        ScopedSql scoped = scope(sql, rules, level, 0);
        new ScopeVerifier(scoped, rules, level).verify();
        return scoped;
    }

    private static ScopedSql scope(String sql, SchemaRules rules, Dimension level, int views) {
        SqlTokens tokens = SqlTokens.of(sql, rules.syntax());
        SqlEdits edits = new SqlEdits(tokens);
        Draft draft = new Draft(tokens, rules, level, edits, views);
        new StatementScoper(draft).scope(0, tokens.size(), CteNames.NONE, null);
        return edits.apply();
    }

    /**
     * Scopes the query of a view, which is verified with the statement that it becomes a part of.
     *
     * @param views in how many views it is
     */
    static SqlFragment scopeView(TableRule view, SchemaRules rules, Dimension level, int views) {
        if (views > MAX_VIEWS) {
            throw Refusal.text("The SQL text has more than " + MAX_VIEWS + " views in each other");
        }
        try {
            ScopedSql rows = scope(view.query(rules.syntax()), rules, level, views);
            if (rows.sql().length() > MAX_VIEW) {
                throw Refusal.text("The SQL text has views of more than " + MAX_VIEW + " characters in all");
            }
            return SqlFragment.of(rows);
        } catch (IsolationViolationException refusal) {
            throw views > 1 ? refusal : Refusal.inView(view.table(), refusal);
        }
    }

    /**
     * Scopes a statement, or a query in brackets.
     *
     * @param ctes the common table expressions that it sees
     * @param rows what is done to the rows that it selects, if they are to be inserted, or null
     */
    void scope(int from, int to, CteNames ctes, @Nullable SelectedRows rows) {
        try {
            scopeKind(from, to, ctes, rows);
        } catch (IsolationViolationException refusal) {
            throw tokens.located(refusal, from);
        }
    }

    private void scopeKind(int from, int to, CteNames ctes, @Nullable SelectedRows rows) {
        if (tokens.isWord(from, "WITH")) {
            with(from, to, ctes, rows);
        } else if (isQuery(from)) {
            new QueryScoper(draft).scope(from, to, ctes, rows);
        } else if (rows == null && tokens.isAnyWord(from, "INSERT", "REPLACE")) {
            new InsertScoper(draft, ctes).scope(from, to);
        } else if (rows == null && tokens.isWord(from, "UPDATE")) {
            new UpdateScoper(draft, ctes).scope(from, to);
        } else if (rows == null && tokens.isWord(from, "DELETE")) {
            new DeleteScoper(draft, ctes).scope(from, to);
        } else {
            throw Refusal.statement(tokens.text(from).toUpperCase(Locale.ROOT));
        }
    }

    private boolean isQuery(int place) {
        return tokens.isAnyWord(place, "SELECT", "VALUES", "TABLE") || tokens.isSymbol(place, '(');
    }

    /** Whether a bracket that opens at a place encloses a query. */
    static boolean opensQuery(SqlTokens tokens, int bracket) {
        int inside = bracket + 1;
        if (tokens.isAnyWord(inside, "SELECT", "WITH")) {
            return true;
        }
        if (tokens.isWord(inside, "VALUES")) {
            return tokens.isSymbol(inside + 1, '(') || tokens.isWord(inside + 1, "ROW");
        }
        if (tokens.isWord(inside, "TABLE")) {
            return tokens.isName(inside + 1);
        }
        if (tokens.isSymbol(inside, '(') && opensQuery(tokens, inside)) {
            int after = tokens.match(inside) + 1;
            return after == tokens.match(bracket)
                    || tokens.isAnyWord(
                            after, "UNION", "INTERSECT", "EXCEPT", "MINUS", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR");
        }
        return false;
    }

    private void with(int from, int to, CteNames ctes, @Nullable SelectedRows rows) {
        boolean recursive = tokens.isWord(from + 1, "RECURSIVE");
        List<Cte> list = new ArrayList<>();
        int next = from + (recursive ? 1 : 0);
        do {
            Cte cte = cte(next + 1, to);
            list.add(cte);
            next = cte.end();
            if (list.size() > MAX_CTES) {
                throw Refusal.text("The SQL text has more than " + MAX_CTES + " common table expressions");
            }
        } while (tokens.isSymbol(next, ','));
        Set<String> all = list.stream().map(Cte::name).collect(Collectors.toSet());
        Set<String> before = new HashSet<>();
        for (Cte cte : list) {
            scope(cte.body() + 1, tokens.match(cte.body()), ctes.plus(visible(cte, before, all, recursive)), null);
            before.add(cte.name());
        }
        scope(next, to, ctes.plus(all), rows);
    }

    /**
     * A common table expression.
     *
     * @param body the place of the bracket that opens its statement
     * @param end the place after it
     */
    private record Cte(String name, int body, int end) {}

    private Cte cte(int from, int to) {
        int as = tokens.isSymbol(from + 1, '(') ? tokens.next(from + 1) : from + 1;
        int body = as + 1;
        while (tokens.isAnyWord(body, "NOT", "MATERIALIZED")) {
            body++;
        }
        if (!tokens.isName(from) || !tokens.isWord(as, "AS") || !tokens.isSymbol(body, '(')) {
            throw Refusal.text("The SQL text has a WITH clause that cannot be understood");
        }
        return new Cte(tokens.table(from), body, endOfOptions(tokens.match(body) + 1, to));
    }

    /** The place after the SEARCH and CYCLE clauses of a common table expression. */
    private int endOfOptions(int from, int to) {
        int end = from;
        if (tokens.isWord(end, "SEARCH")) {
            end = tokens.find(end, to, "SET") + 2;
        }
        if (tokens.isWord(end, "CYCLE")) {
            int using = tokens.find(end, to, "USING");
            int restrict = tokens.find(end, to, "RESTRICT");
            end = using < to ? using + 2 : restrict + 1;
        }
        return Math.min(end, to);
    }

    /**
     * The names of a WITH clause that one of its expressions sees. SQLite, and PostgreSQL and MariaDB in a recursive clause,
     * let it see all of them; else it sees those before it and, in a recursive clause, itself.
     */
    private Set<String> visible(Cte cte, Set<String> before, Set<String> all, boolean recursive) {
        boolean seesAll = switch (tokens.family()) {
            case SQLITE -> true;
            case POSTGRESQL, MARIADB -> recursive;
            case MYSQL -> false;
        };
        if (seesAll) {
            return all;
        }
        Set<String> visible = new HashSet<>(before);
        if (recursive) {
            visible.add(cte.name());
        }
        return visible;
    }
}
