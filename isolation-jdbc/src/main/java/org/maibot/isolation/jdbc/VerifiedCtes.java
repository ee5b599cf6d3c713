package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;

/** The common table expressions of a scoped text, and where they are seen; for {@link ScopeVerifier}. */
final class VerifiedCtes {
    private final SqlTokens tokens;
    private final List<Cte> ctes = new ArrayList<>();

    VerifiedCtes(SqlTokens tokens) {
        this.tokens = tokens;
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
        int open = tokens.opening(with);
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

    /** Whether a name denotes one of them. */
    boolean has(int place) {
        String name = tokens.table(place);
        return ctes.stream().anyMatch(cte -> cte.name().equals(name) && cte.from() < place && place < cte.to());
    }
}
