package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.maibot.isolation.jdbc.TableItem.Group;
import org.maibot.isolation.jdbc.TableItem.Join;

/** Reads the items of a FROM clause and how they are joined, and scopes the queries and expressions in them. */
final class TableParser {
    private static final Set<String> JOINS =
            Set.of("JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "STRAIGHT_JOIN");

    /** More than any plan is made for; MySQL and SQLite stop at 61 and 64. */
    private static final int MAX_ITEMS = 250;

    private final Draft draft;
    private final SqlTokens tokens;
    private final TableSuffix suffix;
    private final CteNames ctes;
    private final ExpressionScoper expressions;
    private final TableNameParser names;
    private int count;

    TableParser(Draft draft, CteNames ctes) {
        this.draft = draft;
        this.tokens = draft.tokens();
        this.suffix = new TableSuffix(tokens);
        this.ctes = ctes;
        this.expressions = new ExpressionScoper(draft);
        this.names = new TableNameParser(draft, ctes);
    }

    /** What the names in the clause denote. */
    TableNameParser names() {
        return names;
    }

    /** Reads the items from a place on; what follows the last one must begin another clause. */
    List<TableItem> items(int from, int to) {
        List<TableItem> items = new ArrayList<>();
        TableItem item = joined(from, to);
        items.add(item);
        while (item.end() < to && tokens.isSymbol(item.end(), ',')) {
            if (tokens.family() == SqlFamily.SQLITE) { // a comma binds like any join
                TableItem right = primary(item.end() + 1, to);
                item = joins(new Join(item, right, Join.Kind.INNER, -1, -1, right.end()), to);
                items.set(items.size() - 1, item);
            } else {
                item = joined(item.end() + 1, to);
                items.add(item);
            }
        }
        if (item.end() < to && !Clause.FROM.endsAt(tokens, item.end())) {
            throw notUnderstood(tokens, item.end());
        }
        return items;
    }

    private TableItem joined(int from, int to) {
        return joins(primary(from, to), to);
    }

    /** Reads the joins that follow an item. */
    private TableItem joins(TableItem first, int to) {
        TableItem left = first;
        while (left.end() < to && isJoin(left.end())) {
            left = join(left, to);
        }
        return left;
    }

    private boolean isJoin(int place) {
        if (tokens.isWord(place, "FULL") && tokens.family().isMySql()) {
            throw notUnderstood(tokens, place); // it is an alias there
        }
        return tokens.get(place).kind() == SqlToken.Kind.WORD
                && JOINS.contains(tokens.get(place).value());
    }

    private TableItem join(TableItem left, int to) {
        int place = left.end();
        boolean natural = tokens.isWord(place, "NATURAL");
        place += natural ? 1 : 0;
        String kind = tokens.get(place).value();
        if (tokens.family() == SqlFamily.SQLITE && tokens.isWord(place + 1, "NATURAL")) { // in any order there
            natural = true;
            place++;
        }
        if (!kind.equals("JOIN") && !kind.equals("STRAIGHT_JOIN")) {
            place += tokens.isWord(place + 1, "OUTER") ? 2 : 1;
            if (!tokens.isWord(place, "JOIN")) {
                throw notUnderstood(tokens, place);
            }
        }
        TableItem right = primary(place + 1, to);
        boolean stacked = isJoin(right.end()) && stacks(kind, natural);
        if (stacked) {
            right = joins(right, to);
        }
        return condition(left, right, stacked ? Join.Kind.OTHER : kind(kind, natural), to);
    }

    /** Whether another join before the condition of one is joined first. */
    private boolean stacks(String kind, boolean natural) {
        return !natural && !kind.equals("CROSS") && tokens.family() != SqlFamily.SQLITE;
    }

    private static Join.Kind kind(String word, boolean natural) {
        return switch (word) {
            case "JOIN", "INNER", "CROSS", "STRAIGHT_JOIN" -> Join.Kind.INNER;
            case "LEFT" -> natural ? Join.Kind.OTHER : Join.Kind.LEFT;
            case "RIGHT" -> natural ? Join.Kind.OTHER : Join.Kind.RIGHT;
            default -> Join.Kind.OTHER;
        };
    }

    private Join condition(TableItem left, TableItem right, Join.Kind kind, int to) {
        int place = right.end();
        if (place < to && tokens.isWord(place, "ON") && !tokens.isAnyWord(place + 1, "CONFLICT", "DUPLICATE")) {
            int end = expressions.scope(place + 1, commaOrEnd(place + 1, to), ctes, Clause.ON);
            return new Join(left, right, kind, place, end, end);
        }
        if (place < to && tokens.isWord(place, "USING") && tokens.isSymbol(place + 1, '(')) {
            int end = tokens.match(place + 1) + 1;
            end = tokens.isWord(end, "AS") ? end + 2 : end;
            return new Join(left, right, kind, -1, -1, end);
        }
        return new Join(left, right, kind, -1, -1, place);
    }

    /** A condition goes on to the next comma outside of brackets at most. */
    private int commaOrEnd(int from, int to) {
        int end = from;
        while (end < to && !tokens.isSymbol(end, ',')) {
            end = tokens.next(end);
        }
        return end;
    }

    private TableItem primary(int from, int to) {
        if (from >= to || ++count > MAX_ITEMS) {
            throw notUnderstood(tokens, from);
        }
        boolean lateral = tokens.isWord(from, "LATERAL");
        int place = lateral ? from + 1 : from;
        if (tokens.isSymbol(place, '(')) {
            return lateral || StatementScoper.opensQuery(tokens, place) ? query(place, to) : group(place, to);
        }
        if (tokens.isSymbol(place, '{') && tokens.isWord(place + 1, "OJ")) {
            int end = tokens.match(place);
            TableItem inside = joined(place + 2, end);
            requireEnd(inside, end);
            return new Group(inside, false, end + 1);
        }
        if (tokens.isWord(place, "ROWS") && tokens.isWord(place + 1, "FROM") && tokens.isSymbol(place + 2, '(')) {
            expressions.scopeAll(place + 3, tokens.match(place + 2), ctes);
            return names.other(tokens.match(place + 2) + 1, to);
        }
        return names.read(place, lateral, to);
    }

    private TableItem query(int bracket, int to) {
        new StatementScoper(draft).scope(bracket + 1, tokens.match(bracket), ctes, null);
        return names.other(tokens.match(bracket) + 1, to);
    }

    private TableItem group(int bracket, int to) {
        int end = tokens.match(bracket);
        TableItem inside = tokens.family() == SqlFamily.POSTGRESQL
                ? joined(bracket + 1, end)
                : items(bracket + 1, end).stream()
                        .reduce((left, right) -> new Join(left, right, Join.Kind.INNER, -1, -1, right.end()))
                        .orElseThrow();
        requireEnd(inside, end);
        int after = suffix.endOfAlias(end + 1, to);
        boolean aliased = inside.scoped() != null && inside.scoped().alias() >= 0;
        boolean hidden = aliased && tokens.family() == SqlFamily.SQLITE; // unknown there outside of its brackets
        return new Group(inside, hidden || after > end + 1, after);
    }

    private void requireEnd(TableItem inside, int end) {
        if (inside.end() != end) {
            throw notUnderstood(tokens, inside.end());
        }
    }

    static RuntimeException notUnderstood(SqlTokens tokens, int place) {
        return Refusal.text(
                "has a FROM clause that cannot be understood", tokens.get(place).start());
    }
}
