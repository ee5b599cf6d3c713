package org.maibot.isolation.jdbc;

import java.util.List;

/** Scopes what follows the assignments of an UPDATE or the tables of a DELETE. */
record WriteTail(Draft draft, CteNames ctes) {

    /**
     * Scopes the rest of a statement.
     *
     * @param from where it begins: at WHERE, or after it
     * @param conditions those that confine the statement's tables
     */
    void scope(int from, int to, List<SqlFragment> conditions) {
        ExpressionScoper expressions = new ExpressionScoper(draft);
        boolean hasWhere = from < to && draft.tokens().isWord(from, "WHERE");
        int next = hasWhere ? expressions.scope(from + 1, to, ctes, Clause.WHERE) : from;
        draft.confine(conditions, hasWhere ? from : -1, next, from - 1);
        if (expressions.scope(next, to, ctes, Clause.WRITE_TAIL) < to) {
            throw Refusal.text("The SQL text has words after a write that cannot be understood");
        }
    }
}
