package org.maibot.isolation.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.ExecutedStatement.Door;

/**
 * A statement as the database gets it, scoped for all contexts of one level: the text is the same for all of them, and the
 * values of a context are bound. Immutable.
 *
 * @param sql the text
 * @param slots what its bind variables are, by their numbers
 * @param offsets where in the text they are; empty if the caller's have numbers, and therefore all
 * @param given the caller's bind variables that must have the context's own value, and are not passed on
 * @param literals values in the caller's text that must be the context's own
 * @param parameters how many bind variables the caller's text has
 * @param insertedInto the quoted names of the schema and the table that it inserts rows into, or null
 * @param origin what a listener is told of it, or null if nobody listens
 */
record ScopedSql(
        String sql,
        List<Slot> slots,
        List<Integer> offsets,
        List<GivenParameter> given,
        List<GivenLiteral> literals,
        int parameters,
        @Nullable String insertedInto,
        @Nullable StatementOrigin origin) {
    /** What a bind variable of the text is. */
    sealed interface Slot {
        /**
         * A bind variable of the caller's.
         *
         * @param index its number in the caller's text, from 1
         */
        record Caller(int index) implements Slot {}

        /**
         * The context's id of a dimension.
         *
         * @param type the type of the column that it is for
         * @param maxLength how many characters the column holds, or 0 if that is not bounded
         */
        record Scope(Dimension dimension, IdType type, int maxLength) implements Slot {
            /** The value of a context; refuses an id that the column cannot hold. */
            Object value(IsolationContext context) {
                String id = id(context, dimension);
                if (maxLength > 0 && id.length() > maxLength && id.codePointCount(0, id.length()) > maxLength) {
                    throw Refusal.tooLong(dimension);
                }
                return type.value(id);
            }
        }
    }

    /**
     * A value that the caller gives for an isolation column.
     *
     * @param table the column's table
     * @param at the character of the caller's text, from 1
     */
    record GivenValue(Dimension dimension, String table, int at) {
        IsolationViolationException foreign(boolean isNull) {
            return Refusal.foreignValue(table, dimension, isNull).at(at);
        }
    }

    /** A bind variable that the caller gives for an isolation column. */
    record GivenParameter(int index, GivenValue value) {}

    /** A literal that the caller gives for an isolation column. */
    record GivenLiteral(String literal, GivenValue value) {}

    ScopedSql {
        slots = List.copyOf(slots);
        offsets = List.copyOf(offsets);
        given = List.copyOf(given);
        literals = List.copyOf(literals);
    }

    /** The same statement, for a listener. */
    ScopedSql of(StatementOrigin newOrigin) {
        return new ScopedSql(sql, slots, offsets, given, literals, parameters, insertedInto, newOrigin);
    }

    /**
     * Tells whoever listens that the database gets it now.
     *
     * @param rows for how many rows of bind variables
     */
    void report(IsolationContext context, Door door, int rows) {
        if (origin != null) {
            origin.report(sql, context, door, rows);
        }
    }

    /** Refuses literals that are not a context's own. */
    void requireOwnLiterals(IsolationContext context) {
        for (GivenLiteral literal : literals) {
            if (!id(context, literal.value().dimension()).equals(literal.literal())) {
                throw literal.value().foreign(false);
            }
        }
    }

    /** Refuses a value that the caller binds to an isolation column and that is not the context's own. */
    void requireOwn(int index, @Nullable Object value, IsolationContext context) {
        for (GivenParameter parameter : given) {
            if (parameter.index() == index
                    && !IdType.TEXT.is(id(context, parameter.value().dimension()), value)) {
                throw parameter.value().foreign(value == null);
            }
        }
    }

    /** The numbers, from 1, that the caller's bind variables have in the text, by their own; 0 if they are not passed on. */
    int[] positions() {
        int[] positions = new int[parameters + 1];
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i) instanceof Slot.Caller caller) {
                positions[caller.index()] = i + 1;
            }
        }
        return positions;
    }

    /** Binds the values of a context. */
    void bindScope(PreparedStatement statement, IsolationContext context) throws SQLException {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i) instanceof Slot.Scope scope) {
                IdType.bind(statement, i + 1, scope.value(context));
            }
        }
    }

    /** Binds the values of a context and of the caller. */
    PreparedStatement bind(PreparedStatement statement, IsolationContext context, Object... values)
            throws SQLException {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i) instanceof Slot.Caller caller) {
                statement.setObject(i + 1, values[caller.index() - 1]);
            }
        }
        bindScope(statement, context);
        return statement;
    }

    /** Whether values of the scope are to be bound. */
    boolean bindsScope() {
        return slots.stream().anyMatch(Slot.Scope.class::isInstance);
    }

    static String id(IsolationContext context, Dimension dimension) {
        return context.id(dimension).orElseThrow();
    }
}
