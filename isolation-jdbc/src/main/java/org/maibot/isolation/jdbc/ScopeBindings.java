package org.maibot.isolation.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.VisitContext;

/**
 * Which of a statement's bind values are the scope's, in the order in which they are rendered. Needed where a caller
 * binds the values of a batch row by row, and knows nothing of the scope's.
 */
final class ScopeBindings {
    private final List<String> scopeValues = new ArrayList<>();
    private int callerValues;
    private boolean scopeValuesAreLast = true;

    void add(VisitContext visit) {
        Param<?> value = (Param<?>) visit.queryPart();
        if (value.isInline()) {
            return;
        }
        QueryPart[] path = visit.queryParts();
        if (path.length > 1 && path[path.length - 2] instanceof ScopeValue) {
            scopeValues.add(String.valueOf(value.getValue()));
        } else {
            callerValues++;
            scopeValuesAreLast &= scopeValues.isEmpty();
        }
    }

    /** Whether a caller who counts only its own values counts as the database does. */
    boolean callerValuesComeFirst() {
        return scopeValuesAreLast;
    }

    /** Binds the scope's values behind the caller's. */
    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < scopeValues.size(); i++) {
            statement.setString(callerValues + 1 + i, scopeValues.get(i));
        }
    }
}
