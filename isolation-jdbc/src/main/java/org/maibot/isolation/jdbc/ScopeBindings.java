package org.maibot.isolation.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.VisitContext;
import org.jspecify.annotations.Nullable;

/**
 * Which of a statement's bind values are the scope's, by their index from 1 in the order in which they are rendered. Needed
 * where a caller binds the values of a batch row by row, and knows nothing of those that the scope adds.
 */
final class ScopeBindings {
    private final Map<Integer, String> added = new HashMap<>();
    private final Map<Integer, String> given = new HashMap<>();
    private int count;
    private boolean addedAreLast = true;

    void add(VisitContext visit) {
        Param<?> value = (Param<?>) visit.queryPart();
        if (value.isInline()) {
            return;
        }
        count++;
        QueryPart[] path = visit.queryParts();
        ScopeValue scopeValue = path.length > 1 && path[path.length - 2] instanceof ScopeValue parent ? parent : null;
        if (scopeValue != null && !scopeValue.isGivenByCaller()) {
            added.put(count, scopeValue.id());
            return;
        }
        addedAreLast &= added.isEmpty();
        if (scopeValue != null) {
            given.put(count, scopeValue.id());
        }
    }

    /** Whether a caller who counts only its own values counts as the database does. */
    boolean callerValuesComeFirst() {
        return addedAreLast;
    }

    /** Whether a value that a caller binds is one that it may: only the context's own for an isolation column. */
    boolean mayBind(int index, @Nullable Object value) {
        String own = given.get(index);
        return own == null || (value != null && own.equals(value.toString()));
    }

    /** Binds the scope's values for one row. */
    void bind(PreparedStatement statement) throws SQLException {
        for (Map.Entry<Integer, String> value : added.entrySet()) {
            statement.setString(value.getKey(), value.getValue());
        }
    }
}
