package org.maibot.isolation.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.VisitContext;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * Which of a statement's bind values are the scope's, by their index from 1 in the order in which they are rendered. Needed
 * where a caller binds the values of a batch row by row, and knows nothing of those that the scope adds.
 */
final class ScopeBindings {
    private final Map<Integer, Dimension> added = new HashMap<>();
    private final Map<Integer, Dimension> given = new HashMap<>();
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
            added.put(count, scopeValue.dimension());
            return;
        }
        addedAreLast &= added.isEmpty();
        if (scopeValue != null) {
            given.put(count, scopeValue.dimension());
        }
    }

    /** Whether a caller who counts only its own values counts as the database does. */
    boolean callerValuesComeFirst() {
        return addedAreLast;
    }

    /** Whether a value that a caller binds is one that it may: only the context's own for an isolation column. */
    boolean mayBind(int index, @Nullable Object value, IsolationContext context) {
        Dimension dimension = given.get(index);
        return dimension == null
                || (value != null && context.id(dimension).orElseThrow().equals(value.toString()));
    }

    /** Binds the scope's values for one execution in a context. */
    void bind(PreparedStatement statement, IsolationContext context) throws SQLException {
        for (Map.Entry<Integer, Dimension> value : added.entrySet()) {
            statement.setString(value.getKey(), context.id(value.getValue()).orElseThrow());
        }
    }
}
