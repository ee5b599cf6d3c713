package org.maibot.isolation.jdbc;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/** Which conditions of a scoped text confine a table, whatever the rest of the text says; for {@link ScopeVerifier}. */
final class VerifiedPredicates {
    private static final Set<String> AFTER_CONDITION = Set.of(
            "WHERE",
            "GROUP",
            "HAVING",
            "ORDER",
            "LIMIT",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "MINUS",
            "WINDOW",
            "OFFSET",
            "FETCH",
            "FOR",
            "LOCK",
            "RETURNING",
            "JOIN",
            "INNER",
            "LEFT",
            "RIGHT",
            "FULL",
            "CROSS",
            "NATURAL",
            "STRAIGHT_JOIN",
            "SET",
            "ON");

    private final SqlTokens tokens;
    private final VerifiedPlaces places;
    private final ScopedSql scoped;

    VerifiedPredicates(SqlTokens tokens, ScopedSql scoped) {
        this.tokens = tokens;
        this.places = new VerifiedPlaces(tokens);
        this.scoped = scoped;
    }

    /** What the statement may call the table: a name that follows it, before another table or clause, or its own. */
    Set<String> qualifiers(int last, TableRule rule) {
        Set<String> qualifiers = new HashSet<>();
        qualifiers.add(tokens.syntax().foldTable(rule.table(), true));
        boolean only = tokens.isSymbol(last + 1, ')') && tokens.isWord(tokens.opening(last) - 1, "ONLY");
        for (int i = last + (only ? 2 : 1); i < tokens.size() && !endsTable(i); i = tokens.next(i)) {
            if (tokens.isName(i)) {
                qualifiers.add(tokens.table(i));
            }
        }
        return qualifiers;
    }

    private boolean endsTable(int place) {
        boolean closes = tokens.isSymbol(place, ',') || tokens.isSymbol(place, ')');
        return closes || (AFTER_CONDITION.contains(tokens.word(place)) && !tokens.isWord(place, "FOR"));
    }

    /** The dimensions of columns in which a clause around a place has them equal to the scope's values, for all rows. */
    Set<Dimension> confined(int place, String qualifier, Map<Dimension, DimensionColumn> columns) {
        Set<Dimension> confined = EnumSet.noneOf(Dimension.class);
        columns.forEach((dimension, column) -> {
            if (hasPredicate(place, qualifier, dimension, column)) {
                confined.add(dimension);
            }
        });
        return confined;
    }

    /** Whether a clause around a place has a column equal to the scope's value, for all rows. */
    private boolean hasPredicate(int place, String qualifier, Dimension dimension, DimensionColumn column) {
        int open = tokens.opening(place);
        int end = endOfArm(place, open < 0 ? tokens.size() : tokens.match(open));
        for (int i = startOfArm(place, open); i < end; i = tokens.next(i)) {
            if (tokens.isAnyWord(i, "WHERE", "ON") && clauseConfines(i, end, qualifier, dimension, column)) {
                return true;
            }
        }
        boolean inGroup = open > 0 && (places.hasTable(open + 1) || tokens.isWord(open + 1, "OJ"));
        return inGroup && hasPredicate(open, qualifier, dimension, column);
    }

    /** The place after the set operator before a place, or after the bracket around it. */
    private int startOfArm(int place, int open) {
        int start = place;
        while (start - 1 > open && !isSetOperator(start - 1)) {
            start = isClosing(start - 1) ? tokens.match(start - 1) : start - 1;
        }
        return start;
    }

    private int endOfArm(int place, int to) {
        int end = place;
        while (end < to && !isSetOperator(end)) {
            end = tokens.next(end);
        }
        return end;
    }

    private boolean isSetOperator(int place) {
        return tokens.isAnyWord(place, "UNION", "INTERSECT", "EXCEPT", "MINUS") && !tokens.isSymbol(place - 1, '.');
    }

    private boolean isClosing(int place) {
        return tokens.isSymbol(place, ')') || tokens.isSymbol(place, ']') || tokens.isSymbol(place, '}');
    }

    private boolean clauseConfines(int clause, int to, String qualifier, Dimension dimension, DimensionColumn column) {
        boolean found = false;
        for (int i = clause + 1; i < to && !endsCondition(i); i = tokens.next(i)) {
            if (tokens.isAnyWord(i, "OR", "XOR")) {
                return false;
            }
            boolean conjunct = tokens.isAnyWord(i - 1, "WHERE", "ON", "AND");
            boolean inBrackets = tokens.isSymbol(i, '(')
                    && column.nullIsWider()
                    && isOrNull(i, qualifier, column)
                    && isPredicate(i + 1, qualifier, dimension, column);
            boolean bare = isPredicate(i, qualifier, dimension, column);
            int after = bare ? operand(i, column) + 1 : tokens.next(i);
            found |= conjunct && (inBrackets || bare) && isWhole(after, to);
        }
        return found;
    }

    /** Whether a conjunct ends at a place, and is no part of another expression. */
    private boolean isWhole(int place, int to) {
        return place >= to || tokens.isWord(place, "AND") || endsCondition(place) || tokens.isSymbol(place, ')');
    }

    /** The place of what a column at a place is compared with, or -1 if it is not by the operator for that. */
    private int operand(int start, DimensionColumn column) {
        int place = isCast(start, column) ? tokens.match(start + 1) + 1 : start + 3;
        for (char symbol : column.equality(tokens.family()).toCharArray()) {
            if (!tokens.isSymbol(place, symbol)) {
                return -1;
            }
            place++;
        }
        return place;
    }

    private boolean isCast(int start, DimensionColumn column) {
        return column.type() == IdType.UNTYPED && tokens.isWord(start, "CAST");
    }

    private boolean endsCondition(int place) {
        return tokens.isSymbol(place, ',')
                || (AFTER_CONDITION.contains(tokens.word(place))
                        && !tokens.isSymbol(place - 1, '.')
                        && !(tokens.isAnyWord(place, "LEFT", "RIGHT") && tokens.isSymbol(place + 1, '(')));
    }

    private boolean isPredicate(int start, String qualifier, Dimension dimension, DimensionColumn column) {
        int place = isCast(start, column) ? start + 2 : start;
        int operand = operand(start, column);
        return tokens.isName(place)
                && tokens.table(place).equals(qualifier)
                && tokens.isSymbol(place + 1, '.')
                && tokens.name(place + 2).equals(column.name())
                && operand >= 0
                && tokens.parameter(operand) > 0
                && scoped.slots().get(tokens.parameter(operand) - 1).equals(column.value(dimension));
    }

    private boolean isOrNull(int bracket, String qualifier, DimensionColumn column) {
        int end = tokens.match(bracket);
        return tokens.isWord(end - 1, "NULL")
                && tokens.isWord(end - 2, "IS")
                && tokens.name(end - 3).equals(column.name())
                && tokens.table(end - 5).equals(qualifier)
                && tokens.isWord(end - 6, "OR");
    }
}
