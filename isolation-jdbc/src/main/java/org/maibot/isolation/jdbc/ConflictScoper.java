package org.maibot.isolation.jdbc;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Scopes what an INSERT does with rows that are there already, and what it returns. */
final class ConflictScoper {
    private final Draft draft;
    private final SqlTokens tokens;
    private final CteNames ctes;
    private final ExpressionScoper expressions;
    private final NamedTable target;
    private final String qualifier;

    /**
     * Creates it.
     *
     * @param qualifier how the statement calls the table, as it is to be written
     */
    ConflictScoper(Draft draft, CteNames ctes, NamedTable target, String qualifier) {
        this.draft = draft;
        this.tokens = draft.tokens();
        this.ctes = ctes;
        this.expressions = new ExpressionScoper(draft);
        this.target = target;
        this.qualifier = qualifier;
    }

    /**
     * Scopes the rest of an INSERT.
     *
     * @param given the folded names of the columns that get values
     */
    void scope(int from, int to, Set<String> given) {
        int next = from;
        while (next < to && tokens.isWord(next, "ON")) {
            next = tokens.isWord(next + 1, "CONFLICT") ? conflict(next + 2, to) : duplicate(next, to, given);
        }
        if (next < to && !tokens.isWord(next, "RETURNING")) {
            throw Refusal.text("The SQL text has words after an INSERT that cannot be understood");
        }
        expressions.scope(Math.min(next + 1, to), to, ctes, Clause.WRITE_TAIL);
    }

    private int conflict(int from, int to) {
        int next = from;
        if (tokens.isSymbol(next, '(')) {
            expressions.scopeAll(next + 1, tokens.match(next), ctes);
            next = tokens.match(next) + 1;
            if (tokens.isWord(next, "WHERE")) {
                next = expressions.scope(next + 1, to, ctes, Clause.CONFLICT);
            }
        } else if (tokens.isWord(next, "ON") && tokens.isWord(next + 1, "CONSTRAINT")) {
            next += 3;
        }
        if (!tokens.isWord(next, "DO")) {
            throw Refusal.text("The SQL text has an ON CONFLICT that cannot be understood");
        }
        if (tokens.isWord(next + 1, "NOTHING")) {
            return next + 2;
        }
        if (!tokens.isWord(next + 1, "UPDATE") || !tokens.isWord(next + 2, "SET")) {
            throw Refusal.text("The SQL text has an ON CONFLICT that cannot be understood");
        }
        int end = assignments(next + 3, to);
        int where = tokens.isWord(end, "WHERE") && end < to ? end : -1;
        int last = end - 1;
        if (where >= 0) {
            end = expressions.scope(where + 1, to, ctes, Clause.WHERE);
        }
        if (target.rule().isScoped()) {
            draft.confine(List.of(draft.predicate(qualifier, target.rule(), true)), where, end, last);
        }
        return end;
    }

    private int assignments(int from, int to) {
        return new Assignments(draft, ctes, true).scope(from, to, List.of(target), new HashSet<>());
    }

    /** There is no WHERE clause here: only keys that hold the scope keep the update in it. */
    private int duplicate(int from, int to, Set<String> given) {
        boolean known = tokens.isWord(from + 1, "DUPLICATE")
                && tokens.isWord(from + 2, "KEY")
                && tokens.isWord(from + 3, "UPDATE");
        if (!known || !tokens.family().isMySql()) {
            throw Refusal.text("The SQL text has an INSERT that cannot be understood");
        }
        if (target.rule().isScoped() && !target.rule().meetsOnlyItsScope(draft.level(), given)) {
            throw Refusal.conflict(target.rule().table());
        }
        return assignments(from + 4, to);
    }
}
