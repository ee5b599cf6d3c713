package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jooq.Configuration;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/**
 * A statement that was rendered, scoped and checked once, to be executed in any context of the same level: the text is the
 * same for all of them, the scope's values are bound.
 *
 * @param sql the text
 * @param bindings which of its bind values are the scope's
 */
record ScopedSql(String sql, ScopeBindings bindings) {

    /** Where {@link IsolationVisitListener} leaves the bind values of a statement that is only rendered. */
    static final class Rendering {
        @Nullable
        ScopeBindings bindings;
    }

    /** Renders a statement whose own bind values come before the scope's. */
    static ScopedSql of(Query query, Configuration scoped) {
        Rendering rendering = new Rendering();
        scoped.data(Rendering.class, rendering);
        String sql = DSL.using(scoped).render(query);
        ScopeBindings bindings = requireNonNull(rendering.bindings);
        if (!bindings.callerValuesComeFirst()) {
            throw Refusal.batchBinding();
        }
        return new ScopedSql(sql, bindings);
    }

    /** Binds the values of one execution. */
    PreparedStatement bind(PreparedStatement statement, IsolationContext context, Object... values)
            throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        bindings.bind(statement, context);
        return statement;
    }
}
