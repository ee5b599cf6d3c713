package org.maibot.isolation.jdbc;

import java.util.List;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.ExecutedStatement.Door;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a listener is told of a scoped statement beside its text. Made only where there is a listener.
 *
 * @param given the text before it was scoped
 * @param references the tables that the scoped text names
 * @param fromCache whether it had been scoped before
 */
record StatementOrigin(StatementListener listener, String given, List<TableReference> references, boolean fromCache) {
    private static final Logger LOG = LoggerFactory.getLogger(StatementListener.class);

    /** Scopes a statement so that a listener can be told of it. */
    static ScopedSql scope(String sql, SchemaRules rules, Dimension level, StatementListener listener) {
        boolean kept = rules.keeps(sql, level);
        ScopedSql scoped = rules.scope(sql, level);
        List<TableReference> references = new ScopeVerifier(scoped, rules, level).references();
        return scoped.of(new StatementOrigin(listener, sql, references, kept));
    }

    /** Tells the listener that a statement is executed, and survives what it throws. */
    void report(String sql, IsolationContext context, Door door, int rows) {
        try {
            listener.onStatement(new ExecutedStatement(context, door, given, sql, references, fromCache, rows));
        } catch (RuntimeException | Error e) {
            LOG.error("A statement listener failed", e);
        }
    }
}
