package org.maibot.isolation.jdbc;

import java.util.Map;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.ScopedSql.GivenValue;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/**
 * The values that a statement may give to the isolation columns of a table: only the context's own. They are replaced by
 * the context's, so that no cast or conversion of the caller's makes others of them; a given bind variable or literal is
 * compared with the context's when the statement is executed.
 */
record OwnValues(Draft draft, TableRule rule) {

    /** Puts the context's value in place of a given one; refuses what is not known before the statement runs. */
    void replace(Dimension dimension, SelectedRows.Item value) {
        SqlTokens tokens = draft.tokens();
        int place = unwrapped(value.from(), value.to());
        if (place < 0) {
            throw tokens.located(Refusal.foreign(rule.table(), dimension), value.from());
        }
        GivenValue given =
                new GivenValue(dimension, rule.table(), tokens.get(value.from()).start() + 1);
        if (tokens.parameter(place) > 0) {
            draft.edits().requireOwnParameter(tokens.parameter(place), given);
        } else if (!tokens.isWord(place, "DEFAULT")) {
            draft.edits().requireOwnLiteral(tokens.get(place).value(), given);
        }
        draft.edits().replace(value.from(), value.to(), value(dimension));
    }

    /** Puts the context's value in place of whatever is given. */
    void put(Dimension dimension, SelectedRows.Item value) {
        draft.edits().replace(value.from(), value.to(), value(dimension));
    }

    /** The context's value. */
    SqlFragment value(Dimension dimension) {
        return draft.value(dimension, columns().getOrDefault(dimension, missing(dimension)));
    }

    private DimensionColumn missing(Dimension dimension) {
        return new DimensionColumn(dimension.columnName(), IdType.TEXT, 0, false, true, false);
    }

    private Map<Dimension, DimensionColumn> columns() {
        return rule.fixedBy(draft.level());
    }

    /** The place of a bind variable, a literal or DEFAULT, possibly in brackets or a cast; -1 if it is something else. */
    private int unwrapped(int from, int to) {
        SqlTokens tokens = draft.tokens();
        if (to == from + 1) {
            boolean known = tokens.parameter(from) > 0
                    || tokens.get(from).kind() == SqlToken.Kind.STRING
                    || tokens.get(from).kind() == SqlToken.Kind.NUMBER
                    || tokens.isWord(from, "DEFAULT");
            return known ? from : -1;
        }
        if (tokens.isSymbol(from, '(') && tokens.match(from) == to - 1) {
            return unwrapped(from + 1, to - 1);
        }
        if (tokens.isWord(from, "CAST") && tokens.isSymbol(from + 1, '(') && tokens.match(from + 1) == to - 1) {
            return unwrapped(from + 2, tokens.find(from + 2, to - 1, "AS"));
        }
        boolean cast = tokens.isSymbol(from + 1, ':') && tokens.isSymbol(from + 2, ':');
        return cast && isType(from + 3, to) ? unwrapped(from, from + 1) : -1;
    }

    private boolean isType(int from, int to) {
        boolean named = draft.tokens().isName(from);
        int end = draft.endOfName(from);
        end = end < to && draft.tokens().isSymbol(end, '(') ? draft.tokens().match(end) + 1 : end;
        return named && end == to;
    }
}
