package org.maibot.isolation.jdbc;

import java.util.Set;

/** What may follow the name of a table in a FROM clause: partitions, a point in time, an alias, hints, a sample. */
record TableSuffix(SqlTokens tokens) {
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

    /** Whether a word is none that names a table. */
    boolean isReserved(int place) {
        return tokens.get(place).kind() == SqlToken.Kind.WORD
                && NO_ALIAS.contains(tokens.get(place).value())
                && !tokens.isSymbol(place + 1, '.');
    }

    /** What stands between the name of a table and its alias. */
    int endOfModifiers(int from) {
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
            default -> throw TableParser.notUnderstood(tokens, from);
        };
    }

    /** A time is one literal, bind variable or call. */
    private int endOfTime(int from) {
        int value = tokens.isAnyWord(from, "TIMESTAMP", "TRANSACTION") ? from + 1 : from;
        if (tokens.isSymbol(value, '(')) {
            throw TableParser.notUnderstood(tokens, value);
        }
        return tokens.isSymbol(value + 1, '(') ? tokens.match(value + 1) + 1 : value + 1;
    }

    /** Hints on indexes, and samples. */
    int endOfHints(int from, int to) {
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
            throw TableParser.notUnderstood(tokens, end);
        }
        return tokens.match(end) + 1;
    }

    /** The place of the alias after a place, or -1. */
    int aliasAfter(int place, int to) {
        if (place >= to) {
            return -1;
        }
        if (tokens.isWord(place, "AS")) {
            if (!tokens.isName(place + 1)) {
                throw TableParser.notUnderstood(tokens, place + 1);
            }
            return place + 1;
        }
        boolean named = tokens.isName(place)
                && (tokens.get(place).kind() == SqlToken.Kind.QUOTED_NAME
                        || !NO_ALIAS.contains(tokens.get(place).value()));
        return named && !Clause.FROM.endsAt(tokens, place) ? place : -1;
    }

    /** The place after an alias and its columns, of an item that needs no condition. */
    int endOfAlias(int from, int to) {
        if (tokens.isWord(from, "AS") && tokens.isSymbol(from + 1, '(')) {
            return tokens.match(from + 1) + 1; // the columns of a function's rows
        }
        int alias = aliasAfter(from, to);
        int end = alias < 0 ? from : alias + 1;
        return alias >= 0 && end < to && tokens.isSymbol(end, '(') ? tokens.match(end) + 1 : end;
    }
}
