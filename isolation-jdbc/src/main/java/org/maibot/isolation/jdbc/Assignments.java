package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;

/** Scopes the assignments of an UPDATE or an upsert: none moves a row out of its scope. */
final class Assignments {
    private final Draft draft;
    private final SqlTokens tokens;
    private final CteNames ctes;
    private final boolean upsert;

    /**
     * Creates it.
     *
     * @param upsert whether they are those of an INSERT on a conflict
     */
    Assignments(Draft draft, CteNames ctes, boolean upsert) {
        this.upsert = upsert;
        this.draft = draft;
        this.tokens = draft.tokens();
        this.ctes = ctes;
    }

    /**
     * Scopes assignments from a place on; returns the place after them.
     *
     * @param targets the tables that may be assigned to
     * @param assigned takes those that are
     */
    int scope(int from, int to, List<NamedTable> targets, Set<NamedTable> assigned) {
        List<SelectedRows.Item> items = new ArrayList<>();
        int end = new ExpressionScoper(draft).scopeList(from, to, ctes, Clause.SET, items);
        items.forEach(item -> assigned.add(assignment(item, targets)));
        return end;
    }

    private NamedTable assignment(SelectedRows.Item item, List<NamedTable> targets) {
        int equals = item.from();
        while (equals < item.to() && !tokens.isSymbol(equals, '=')) {
            equals = tokens.next(equals);
        }
        if (equals >= item.to() - 1) {
            throw Refusal.text("The SQL text has an assignment that cannot be understood");
        }
        return tokens.isSymbol(item.from(), '(')
                ? row(item.from(), targets)
                : column(item.from(), equals, new SelectedRows.Item(equals + 1, item.to()), targets);
    }

    /** A row of columns takes the values of a row or a query, of which none may be for an isolation column. */
    private NamedTable row(int bracket, List<NamedTable> targets) {
        NamedTable target = null;
        for (int i = bracket + 1; i < tokens.match(bracket); i += 2) {
            target = column(i, i + 1, null, targets);
        }
        if (target == null) {
            throw Refusal.text("The SQL text has an assignment that cannot be understood");
        }
        return target;
    }

    private NamedTable column(int from, int to, SelectedRows.@Nullable Item value, List<NamedTable> targets) {
        int end = draft.endOfName(from);
        boolean isName = tokens.isName(from) && (end == to || tokens.isSymbol(end, '[') || tokens.isSymbol(end, '.'));
        if (!isName) {
            throw Refusal.text("The SQL text has an assignment that cannot be understood");
        }
        NamedTable target = target(from, end, targets);
        int column = isQualified(from, end, target) ? end - 1 : from;
        String name = tokens.column(column);
        if (!target.rule().hasColumn(name)) {
            throw Refusal.unknownColumn(target.rule().table());
        }
        Dimension dimension = draft.fixedDimension(target.rule(), name);
        if (dimension != null) {
            if (value == null || end != to || column != end - 1) {
                throw Refusal.foreign(target.rule().table(), dimension);
            }
            OwnValues own = new OwnValues(draft, target.rule());
            if (upsert && isOfRow(value, dimension, target.rule())) {
                own.put(dimension, value);
            } else {
                own.replace(dimension, value);
            }
        }
        return target;
    }

    /** PostgreSQL takes what precedes a dot for a column, of which a field is assigned. */
    private boolean isQualified(int from, int end, NamedTable target) {
        return end > from + 1
                && !(tokens.family() == SqlFamily.POSTGRESQL && target.rule().hasColumn(tokens.column(from)));
    }

    private NamedTable target(int from, int end, List<NamedTable> targets) {
        List<NamedTable> candidates =
                targets.stream().filter(target -> isOf(from, end, target)).toList();
        if (candidates.size() > 1) {
            throw Refusal.text("The SQL text assigns to a column without saying of which table");
        }
        if (candidates.isEmpty()) {
            throw Refusal.unknownColumn(targets.get(0).rule().table());
        }
        return candidates.get(0);
    }

    private boolean isOf(int from, int end, NamedTable target) {
        boolean unqualified = end == from + 1 || tokens.family() == SqlFamily.POSTGRESQL;
        if (unqualified && target.rule().hasColumn(tokens.column(from))) {
            return true;
        }
        return end > from + 1 && target.name().equals(tokens.table(end - 3));
    }

    /** Whether a value of an upsert is that column of a row: the context's, in those there and those to be inserted. */
    private boolean isOfRow(SelectedRows.Item value, Dimension dimension, TableRule rule) {
        boolean column = value.to() == value.from() + 3
                && tokens.isName(value.from())
                && tokens.isSymbol(value.from() + 1, '.')
                && tokens.isName(value.from() + 2);
        boolean values = tokens.family().isMySql()
                && value.to() == value.from() + 4
                && tokens.isWord(value.from(), "VALUES")
                && tokens.isSymbol(value.from() + 1, '(');
        return (column || values) && dimension.equals(draft.fixedDimension(rule, tokens.column(value.from() + 2)));
    }
}
