package org.maibot.isolation.jdbc;

import java.util.EnumSet;
import java.util.Set;

/** A part of a statement that is made of expressions, by the keywords that end it. */
enum Clause {
    /** In brackets: nothing ends it but the bracket. */
    BRACKETS,
    SELECT_LIST,
    /** The tables, and what joins them. */
    FROM,
    /** The condition of a join. */
    ON,
    WHERE,
    /** What follows the WHERE clause of a query. */
    TAIL,
    /** The assignments of an UPDATE. */
    SET,
    /** The columns of a unique key, after ON CONFLICT. */
    CONFLICT,
    /** What follows the WHERE clause of a write. */
    WRITE_TAIL;

    private static final Set<Clause> IN_QUERY = EnumSet.of(SELECT_LIST, FROM, ON, WHERE);
    private static final Set<Clause> IN_WRITE = EnumSet.of(FROM, ON, WHERE, SET);

    /** Whether a token ends this clause by beginning another one. */
    boolean endsAt(SqlTokens tokens, int place) {
        if (tokens.get(place).kind() != SqlToken.Kind.WORD || tokens.isSymbol(place - 1, '.')) {
            return false;
        }
        boolean optionallyLimited = tokens.family() == SqlFamily.POSTGRESQL || tokens.family() == SqlFamily.MARIADB;
        return switch (tokens.get(place).value()) {
            case "FROM" -> (this == SELECT_LIST || this == SET) && !isDistinctFrom(tokens, place);
            case "WHERE" -> this == SELECT_LIST || this == FROM || this == ON || this == SET;
            case "UNION", "INTERSECT", "EXCEPT" -> IN_QUERY.contains(this) || this == TAIL;
            case "MINUS" -> tokens.family() == SqlFamily.MARIADB && (IN_QUERY.contains(this) || this == TAIL);
            case "GROUP" -> IN_QUERY.contains(this) && tokens.isWord(place + 1, "BY");
            case "ORDER" -> (IN_QUERY.contains(this) || this == SET) && tokens.isWord(place + 1, "BY");
            case "HAVING" -> IN_QUERY.contains(this);
            case "LIMIT" -> IN_QUERY.contains(this) || this == SET;
            case "OFFSET", "FETCH" -> IN_QUERY.contains(this) && optionallyLimited;
            case "WINDOW" -> IN_QUERY.contains(this) && tokens.isName(place + 1) && tokens.isWord(place + 2, "AS");
            case "FOR" -> IN_QUERY.contains(this) && tokens.isAnyWord(place + 1, "UPDATE", "SHARE", "NO", "KEY");
            case "LOCK" -> IN_QUERY.contains(this) && tokens.isWord(place + 1, "IN");
            case "RETURNING" -> IN_WRITE.contains(this);
            case "SET" -> this == FROM || this == ON;
            case "USING" -> this == FROM || this == ON;
            case "DO" -> this == CONFLICT && tokens.isAnyWord(place + 1, "NOTHING", "UPDATE");
            case "ON" ->
                this == ON
                        || (IN_WRITE.contains(this)
                                && (tokens.isWord(place + 1, "CONFLICT") || tokens.isWord(place + 1, "DUPLICATE")));
            case "JOIN", "INNER", "FULL", "CROSS", "NATURAL", "STRAIGHT_JOIN" -> this == ON;
            case "LEFT", "RIGHT" -> this == ON && !tokens.isSymbol(place + 1, '(');
            default -> false;
        };
    }

    /** Whether a FROM belongs to the operator IS DISTINCT FROM. */
    static boolean isDistinctFrom(SqlTokens tokens, int place) {
        int is = tokens.isWord(place - 2, "NOT") ? place - 3 : place - 2;
        return tokens.isWord(place - 1, "DISTINCT")
                && tokens.isWord(is, "IS")
                && !tokens.isSymbol(is - 1, '.')
                && !tokens.isWord(is - 1, "AS");
    }
}
