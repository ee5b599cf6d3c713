package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;

/** Scopes an INSERT or REPLACE: fills in the fixed dimensions, and confines what it does on a conflict. */
final class InsertScoper {
    private final Draft draft;
    private final SqlTokens tokens;
    private final CteNames ctes;
    private final ExpressionScoper expressions;

    InsertScoper(Draft draft, CteNames ctes) {
        this.draft = draft;
        this.tokens = draft.tokens();
        this.ctes = ctes;
        this.expressions = new ExpressionScoper(draft);
    }

    void scope(int from, int to) {
        boolean replaces =
                tokens.isWord(from, "REPLACE") || (tokens.isWord(from + 1, "OR") && tokens.isWord(from + 2, "REPLACE"));
        int place = draft.startOfName(endOfModifiers(from + 1));
        if (!tokens.isName(place)) {
            throw notUnderstood();
        }
        int nameEnd = draft.endOfName(place);
        TableRule rule = draft.rule(place, nameEnd);
        draft.requireWritable(rule);
        draft.pinName(place, nameEnd, rule, true);
        draft.edits().insertsInto(rule);
        int next = nameEnd;
        if (tokens.family().isMySql() && tokens.isWord(next, "PARTITION") && tokens.isSymbol(next + 1, '(')) {
            next = tokens.match(next + 1) + 1;
        }
        int alias = tokens.isWord(next, "AS") && tokens.isName(next + 1) ? next + 1 : -1;
        next = alias < 0 ? next : alias + 1;
        String qualifier = alias < 0 ? draft.quote(rule.table()) : tokens.text(alias);
        String name = alias < 0 ? tokens.syntax().foldTable(rule.table(), true) : tokens.table(alias);

        InsertedColumns columns = new InsertedColumns(draft, rule);
        if (tokens.isSymbol(next, '(') && !StatementScoper.opensQuery(tokens, next)) {
            columns.list(next);
            next = tokens.match(next) + 1;
        }
        if (tokens.isWord(next, "OVERRIDING")) {
            next += 3;
        }
        next = source(next, to, columns, nameEnd);
        if ((replaces || rule.replacesOnConflict())
                && rule.isScoped()
                && !rule.meetsOnlyItsScope(draft.level(), columns.given())) {
            throw Refusal.conflict(rule.table());
        }
        new ConflictScoper(draft, ctes, new NamedTable(rule, name), qualifier).scope(next, to, columns.given());
    }

    private int endOfModifiers(int from) {
        int place = from;
        if (tokens.isWord(place, "OR")) {
            place += 2;
        }
        while (tokens.family().isMySql()
                && tokens.isAnyWord(place, "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE")) {
            place++;
        }
        if (tokens.isWord(place, "INTO")) {
            return place + 1;
        }
        if (!tokens.family().isMySql()) {
            throw notUnderstood();
        }
        return place;
    }

    /** Scopes where the rows come from; returns the place after it. */
    private int source(int from, int to, InsertedColumns columns, int nameEnd) {
        if (tokens.isWord(from, "DEFAULT") && tokens.isWord(from + 1, "VALUES")) {
            columns.defaults(from);
            return from + 2;
        }
        if (tokens.isWord(from, "SET") && tokens.family().isMySql()) {
            return set(from, to, columns);
        }
        boolean values = tokens.isAnyWord(from, "VALUES", "VALUE");
        if (values && !endsInQuery(from, to)) {
            return values(from, to, columns, nameEnd);
        }
        int end = endOfQuery(from, to);
        new StatementScoper(draft).scope(from, end, ctes, columns.fillQuery(nameEnd));
        return end;
    }

    /** Whether rows of values are but the first part of a query. */
    private boolean endsInQuery(int from, int to) {
        int end = endOfQuery(from, to);
        for (int i = from; i < end; i = tokens.next(i)) {
            if (tokens.isAnyWord(i, "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT")) {
                return true;
            }
        }
        return false;
    }

    private int values(int from, int to, InsertedColumns columns, int nameEnd) {
        int next = from;
        do {
            next += tokens.isWord(next + 1, "ROW") ? 2 : 1;
            if (next >= to || !tokens.isSymbol(next, '(')) {
                throw notUnderstood();
            }
            columns.fillRow(next, expressions.row(next, ctes), nameEnd);
            next = tokens.match(next) + 1;
        } while (next < to && tokens.isSymbol(next, ','));
        if (tokens.isWord(next, "AS") && tokens.family().isMySql()) { // the name of the row, for an upsert
            boolean namesColumns = tokens.isSymbol(next + 2, '(');
            if (namesColumns) {
                columns.nameAdded(tokens.match(next + 2));
            }
            next = namesColumns ? tokens.match(next + 2) + 1 : next + 2;
        }
        return next;
    }

    /** INSERT … SET, which MySQL and MariaDB have. */
    private int set(int from, int to, InsertedColumns columns) {
        List<SelectedRows.Item> items = new ArrayList<>();
        int end = expressions.scopeList(from + 1, to, ctes, Clause.SET, items);
        columns.assigned(items, end);
        return end;
    }

    /** Where a query ends and what happens on a conflict begins. */
    private int endOfQuery(int from, int to) {
        for (int i = from; i < to; i = tokens.next(i)) {
            boolean conflict = tokens.isWord(i, "ON")
                    && (tokens.isWord(i + 1, "DUPLICATE")
                            || (tokens.isWord(i + 1, "CONFLICT")
                                    && (tokens.isSymbol(i + 2, '(') || tokens.isAnyWord(i + 2, "DO", "ON"))));
            if (conflict || (tokens.isWord(i, "RETURNING") && !tokens.isSymbol(i - 1, '.'))) {
                return i;
            }
        }
        return to;
    }

    private static RuntimeException notUnderstood() {
        return Refusal.text("The SQL text has an INSERT that cannot be understood");
    }
}
