package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.maibot.isolation.jdbc.TableItem.Group;
import org.maibot.isolation.jdbc.TableItem.Join;
import org.maibot.isolation.jdbc.TableItem.Scoped;

/**
 * Scopes a FROM clause. A table whose rows always reach the WHERE clause is confined there; one on the right of a left join
 * in the ON clause of that join, so that rows of other scopes count as missing. Every other one is replaced by a derived
 * table of its rows of the scope.
 */
final class FromScoper {
    private final Draft draft;
    private final SqlTokens tokens;
    private final List<SqlFragment> conditions = new ArrayList<>();
    private final List<Scoped> confined = new ArrayList<>();
    private final TableParser parser;
    private List<TableItem> items = List.of();
    private Set<String> targets = Set.of();

    FromScoper(Draft draft, CteNames ctes) {
        this.draft = draft;
        this.tokens = draft.tokens();
        this.parser = new TableParser(draft, ctes);
    }

    /** Scopes the tables from a place on; returns the place after them. */
    int scope(int from, int to) {
        int end = read(from, to);
        confine(Set.of());
        return end;
    }

    /** Reads the tables from a place on, and scopes the queries in them; returns the place after them. */
    int read(int from, int to) {
        items = parser.items(from, to);
        return items.get(items.size() - 1).end();
    }

    /**
     * Confines the tables that were read.
     *
     * @param written the folded names of those that the statement writes to
     */
    void confine(Set<String> written) {
        targets = written;
        if (tokens.family().isMySql()) {
            parser.names().requireDistinct();
        }
        items.forEach(this::confine);
    }

    /** The tables that are named, whether they are scoped or not. */
    List<NamedTable> named() {
        return parser.names().named();
    }

    /** The conditions to be put into the WHERE clause. */
    List<SqlFragment> conditions() {
        return conditions;
    }

    /** The scoped tables whose rows reach the WHERE clause. */
    List<Scoped> confined() {
        return confined;
    }

    /** Whether the clause has nothing but scoped tables. */
    boolean hasOnlyScoped() {
        return parser.names().hasOnlyScoped();
    }

    /** How the statement calls a table, as it is to be written. */
    String qualifier(Scoped table) {
        return table.alias() < 0 ? draft.quote(table.rule().table()) : tokens.text(table.alias());
    }

    /** The folded name by which the statement calls a table. */
    String name(Scoped table) {
        return parser.names().name(table.rule(), table.alias());
    }

    private boolean isTarget(Scoped table) {
        return targets.contains(name(table));
    }

    private void confine(TableItem item) {
        if (item instanceof Scoped table) {
            if (table.renamesColumns() || isNamedTwice(table)) {
                derive(table);
            } else {
                confined.add(table);
                conditions.add(predicate(table));
                pinName(table, table.alias() >= 0);
            }
        } else if (item instanceof Group group) {
            if (group.renamed()) {
                derive(group.inside());
            } else {
                confine(group.inside());
            }
        } else if (item instanceof Join join) {
            confine(join);
        }
    }

    private void confine(Join join) {
        switch (join.kind()) {
            case INNER -> {
                confine(join.left());
                confine(join.right());
            }
            case LEFT -> {
                confine(join.left());
                confineOptional(join, join.right());
            }
            case RIGHT -> {
                confineOptional(join, join.left());
                confine(join.right());
            }
            case OTHER -> derive(join);
        }
    }

    /** Confines the side of a join whose rows may be missing. */
    private void confineOptional(Join join, TableItem side) {
        TableItem inside = side;
        while (inside instanceof Group group && !group.renamed()) {
            inside = group.inside();
        }
        Scoped table = inside.scoped();
        if (table == null || join.on() < 0 || table.renamesColumns() || isNamedTwice(table)) {
            derive(side);
        } else {
            draft.wrap(join.on(), join.onEnd(), predicate(table));
            pinName(table, table.alias() >= 0);
        }
    }

    private void pinName(Scoped table, boolean aliased) {
        boolean computed = table.rule().isComputed();
        if (computed) {
            parser.names().requireReachable(table);
        }
        int from = computed
                ? table.from()
                : table.nameFrom(); // PostgreSQL takes ONLY before a view, but not before a query
        draft.pinName(from, draft.endOfName(table.nameFrom()), table.rule(), aliased);
    }

    private SqlFragment predicate(Scoped table) {
        return draft.predicate(qualifier(table), table.rule(), isTarget(table));
    }

    private boolean isNamedTwice(Scoped table) {
        String name = SqlFamily.lower(name(table));
        return parser.names().named().stream()
                        .filter(other -> SqlFamily.lower(other.name()).equals(name))
                        .count()
                > 1;
    }

    /** Replaces each scoped table in an item by its rows of the scope. */
    private void derive(TableItem item) {
        if (item instanceof Scoped table) {
            derive(table);
        } else if (item instanceof Group group) {
            if (group.inside().scoped() != null && tokens.family() == SqlFamily.MYSQL) {
                throw Refusal.text("The SQL text has a table in brackets of its own"); // no derived table may be
            }
            derive(group.inside());
        } else if (item instanceof Join join) {
            derive(join.left());
            derive(join.right());
        }
    }

    private void derive(Scoped table) {
        if (isTarget(table)) {
            throw Refusal.unscoped(table.rule().table());
        }
        parser.names().requireReachable(table);
        SqlFragment rows = SqlFragment.of(hints(table) + " WHERE ")
                .add(draft.predicate(draft.quote(table.rule().table()), table.rule(), false))
                .text(")");
        if (table.alias() < 0) {
            rows.text(" AS " + draft.quote(table.rule().table()));
        }
        draft.edits().insertBefore(table.from(), SqlFragment.of("(SELECT * FROM "));
        pinName(table, false);
        draft.edits().insertAfter(table.nameEnd() - 1, rows);
        if (table.hints() < table.end()) {
            draft.edits().replace(table.hints(), table.end(), SqlFragment.of(""));
        }
    }

    private String hints(Scoped table) {
        StringBuilder hints = new StringBuilder();
        for (int i = table.hints(); i < table.end(); i++) {
            if (tokens.parameter(i) > 0) {
                throw Refusal.unscoped(table.rule().table());
            }
            hints.append(' ').append(tokens.text(i));
        }
        return hints.toString();
    }
}
