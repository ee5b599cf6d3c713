package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.maibot.isolation.jdbc.TableItem.Group;
import org.maibot.isolation.jdbc.TableItem.Join;
import org.maibot.isolation.jdbc.TableItem.Other;
import org.maibot.isolation.jdbc.TableItem.Scoped;

/** Reads the items of a FROM clause, and scopes the queries and expressions in them. */
final class TableParser {
    private static final Set<String> JOINS =
            Set.of("JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "STRAIGHT_JOIN");

    /** Words that are no alias, where one may be left out. */
    private static final Set<String> NO_ALIAS = Set.of(
            "AS",
            "CROSS",
            "EXCEPT",
            "FETCH",
            "FOR",
            "FORCE",
            "FROM",
            "FULL",
            "GROUP",
            "HAVING",
            "IGNORE",
            "INDEXED",
            "INNER",
            "INTERSECT",
            "INTO",
            "JOIN",
            "LEFT",
            "LIMIT",
            "MINUS",
            "NATURAL",
            "NOT",
            "OFFSET",
            "ON",
            "ORDER",
            "OUTER",
            "PARTITION",
            "PROCEDURE",
            "RETURNING",
            "RIGHT",
            "SELECT",
            "SET",
            "STRAIGHT_JOIN",
            "TABLESAMPLE",
            "UNION",
            "USE",
            "USING",
            "VALUES",
            "WHERE",
            "WINDOW",
            "WITH");

    private final Draft draft;
    private final SqlTokens tokens;
    private final CteNames ctes;
    private final ExpressionScoper expressions;
    private final List<NamedTable> named = new ArrayList<>();
    private boolean onlyScoped = true;

    TableParser(Draft draft, CteNames ctes) {
        this.draft = draft;
        this.tokens = draft.tokens();
        this.ctes = ctes;
        this.expressions = new ExpressionScoper(draft);
    }

    /** The tables that were read by their names. */
    List<NamedTable> named() {
        return named;
    }

    /** The folded name by which the statement calls a table. */
    String name(TableRule rule, int alias) {
        return alias < 0 ? tokens.syntax().foldTable(rule.table(), true) : tokens.table(alias);
    }

    /** Whether nothing but scoped tables was read. */
    boolean hasOnlyScoped() {
        return onlyScoped;
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
            throw notUnderstood(item.end());
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
                throw notUnderstood(place);
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
        if (from >= to) {
            throw notUnderstood(from);
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
            return other(tokens.match(place + 2) + 1, to);
        }
        return named(place, lateral, to);
    }

    private TableItem query(int bracket, int to) {
        new StatementScoper(draft).scope(bracket + 1, tokens.match(bracket), ctes, null);
        return other(tokens.match(bracket) + 1, to);
    }

    private TableItem group(int bracket, int to) {
        int end = tokens.match(bracket);
        TableItem inside = tokens.family() == SqlFamily.POSTGRESQL
                ? joined(bracket + 1, end)
                : items(bracket + 1, end).stream()
                        .reduce((left, right) -> new Join(left, right, Join.Kind.INNER, -1, -1, right.end()))
                        .orElseThrow();
        requireEnd(inside, end);
        int after = endOfAlias(end + 1, to);
        return new Group(inside, after > end + 1, after);
    }

    private void requireEnd(TableItem inside, int end) {
        if (inside.end() != end) {
            throw notUnderstood(inside.end());
        }
    }

    private Other other(int end, int to) {
        onlyScoped = false;
        return new Other(endOfAlias(end, to));
    }

    private TableItem named(int from, boolean lateral, int to) {
        boolean only = tokens.isWord(from, "ONLY") && tokens.family() == SqlFamily.POSTGRESQL;
        boolean bracketed = only && tokens.isSymbol(from + 1, '(');
        int name = from + (only ? 1 : 0) + (bracketed ? 1 : 0);
        if (!tokens.isName(name) || (tokens.get(name).kind() == SqlToken.Kind.WORD && isReserved(name))) {
            throw notUnderstood(name);
        }
        int end = draft.endOfName(name);
        if (tokens.isSymbol(end, '(') && !only) {
            return function(end, to);
        }
        if (lateral) {
            throw notUnderstood(name);
        }
        if (draft.isCte(name, end, ctes)) {
            return other(end, to);
        }
        boolean dual = tokens.family().isMySql() && end == name + 1 && tokens.isWord(name, "DUAL");
        if (dual) {
            return other(end, to);
        }
        TableRule rule = draft.rule(name, end);
        return table(rule, from, name, end + (bracketed ? 1 : 0), to);
    }

    private boolean isReserved(int place) {
        return NO_ALIAS.contains(tokens.get(place).value()) && !tokens.isSymbol(place + 1, '.');
    }

    private TableItem function(int bracket, int to) {
        Functions.requireTableFunction(draft, bracket - 1);
        int end = tokens.match(bracket);
        expressions.scopeAll(bracket + 1, end, ctes);
        int after = end + 1;
        if (tokens.isWord(after, "WITH") && tokens.isWord(after + 1, "ORDINALITY")) {
            after += 2;
        }
        return other(after, to);
    }

    private TableItem table(TableRule rule, int from, int name, int nameEnd, int to) {
        int end = endOfModifiers(nameEnd);
        int alias = aliasAfter(end, to);
        int afterAlias = alias < 0 ? end : alias + 1;
        boolean renames = alias >= 0 && tokens.isSymbol(afterAlias, '(') && afterAlias < to;
        int hints = renames ? tokens.match(afterAlias) + 1 : afterAlias;
        int last = endOfHints(hints, to);
        named.add(new NamedTable(rule, name(rule, alias)));
        if (!rule.isScoped()) {
            draft.pinName(name, draft.endOfName(name), rule);
            onlyScoped = false;
            return new Other(last);
        }
        return new Scoped(rule, from, name, end, alias, hints, last, renames);
    }

    /** What stands between the name of a table and its alias. */
    private int endOfModifiers(int from) {
        int end = from;
        if (tokens.family() == SqlFamily.POSTGRESQL && tokens.isSymbol(end, '*')) {
            end++;
        }
        if (tokens.family().isMySql() && tokens.isWord(end, "PARTITION") && tokens.isSymbol(end + 1, '(')) {
            end = tokens.match(end + 1) + 1;
        }
        if (tokens.family() == SqlFamily.MARIADB
                && tokens.isWord(end, "FOR")
                && tokens.isAnyWord(end + 1, "SYSTEM_TIME", "SYSTEM")) {
            end = endOfSystemTime(end + 2);
        }
        return end;
    }

    private int endOfSystemTime(int from) {
        return switch (tokens.get(from).value()) {
            case "ALL" -> from + 1;
            case "AS" -> endOfTime(from + 2);
            case "BETWEEN", "FROM" -> endOfTime(endOfTime(from + 1) + 1);
            default -> throw notUnderstood(from);
        };
    }

    /** A time is one literal, bind variable or call. */
    private int endOfTime(int from) {
        int value = tokens.isAnyWord(from, "TIMESTAMP", "TRANSACTION") ? from + 1 : from;
        if (tokens.isSymbol(value, '(')) {
            throw notUnderstood(value);
        }
        return tokens.isSymbol(value + 1, '(') ? tokens.match(value + 1) + 1 : value + 1;
    }

    /** Hints on indexes, and samples. */
    private int endOfHints(int from, int to) {
        int end = from;
        while (end < to) {
            int next = switch (tokens.family()) {
                case SQLITE -> endOfIndexedBy(end);
                case POSTGRESQL -> endOfSample(end);
                case MYSQL, MARIADB -> endOfIndexHint(end);
            };
            if (next == end) {
                return end;
            }
            end = next;
        }
        return end;
    }

    private int endOfIndexedBy(int from) {
        if (tokens.isWord(from, "INDEXED") && tokens.isWord(from + 1, "BY")) {
            return from + 3;
        }
        return tokens.isWord(from, "NOT") && tokens.isWord(from + 1, "INDEXED") ? from + 2 : from;
    }

    private int endOfSample(int from) {
        if (!tokens.isWord(from, "TABLESAMPLE") || !tokens.isSymbol(from + 2, '(')) {
            return from;
        }
        int end = tokens.match(from + 2) + 1;
        return tokens.isWord(end, "REPEATABLE") ? tokens.next(end + 1) : end;
    }

    private int endOfIndexHint(int from) {
        if (!tokens.isAnyWord(from, "USE", "FORCE", "IGNORE") || !tokens.isAnyWord(from + 1, "INDEX", "KEY")) {
            return from;
        }
        int end = from + 2;
        if (tokens.isWord(end, "FOR")) {
            end += tokens.isWord(end + 1, "JOIN") ? 2 : 3;
        }
        if (!tokens.isSymbol(end, '(')) {
            throw notUnderstood(end);
        }
        return tokens.match(end) + 1;
    }

    /** The place of the alias after a place, or -1. */
    private int aliasAfter(int place, int to) {
        if (place >= to) {
            return -1;
        }
        if (tokens.isWord(place, "AS")) {
            if (!tokens.isName(place + 1)) {
                throw notUnderstood(place + 1);
            }
            return place + 1;
        }
        boolean named = tokens.isName(place)
                && (tokens.get(place).kind() == SqlToken.Kind.QUOTED_NAME
                        || !NO_ALIAS.contains(tokens.get(place).value()));
        return named && !Clause.FROM.endsAt(tokens, place) ? place : -1;
    }

    /** The place after an alias and its columns, of an item that needs no condition. */
    private int endOfAlias(int from, int to) {
        if (tokens.isWord(from, "AS") && tokens.isSymbol(from + 1, '(')) {
            return tokens.match(from + 1) + 1; // the columns of a function's rows
        }
        int alias = aliasAfter(from, to);
        int end = alias < 0 ? from : alias + 1;
        return alias >= 0 && end < to && tokens.isSymbol(end, '(') ? tokens.match(end) + 1 : end;
    }

    private RuntimeException notUnderstood(int place) {
        return Refusal.text("The SQL text has a FROM clause that cannot be understood (at character "
                + (tokens.get(place).start() + 1) + ")");
    }
}
