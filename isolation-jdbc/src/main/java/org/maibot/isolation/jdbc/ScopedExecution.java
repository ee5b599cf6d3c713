package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationViolationException;

/**
 * Tells the guarded connection which statements were scoped. A statement is let through only if
 * {@link IsolationVisitListener} has rendered it, and only with the text that it had then.
 */
final class ScopedExecution implements ExecuteListener {
    private static final long serialVersionUID = 1L;

    /** What is kept with an execution. */
    private enum Key {
        /** The bind values of the query that was rendered last. */
        RENDERED,
        /** The texts that were scoped. */
        SCOPED
    }

    /** Notes that the query of an execution was rendered, scoped and verified. */
    static void rendered(ExecuteContext execution, ScopeBindings bindings) {
        execution.data(Key.RENDERED, bindings);
    }

    @Override
    public void renderStart(ExecuteContext execution) {
        execution.data().remove(Key.RENDERED);
    }

    @Override
    public void renderEnd(ExecuteContext execution) {
        String sql = execution.sql();
        if (execution.data(Key.RENDERED) instanceof ScopeBindings bindings && sql != null) {
            scoped(execution).put(sql, bindings);
        }
    }

    @Override
    public void prepareStart(ExecuteContext execution) {
        String sql = execution.sql();
        ScopeBindings bindings = sql == null ? null : scoped(execution).get(sql);
        if (sql != null && bindings != null) {
            approve(execution, new ScopedStatement(sql, batchBindings(execution, bindings)));
        }
    }

    /** A refusal by the guard reaches the caller as what it is. */
    @Override
    public void exception(ExecuteContext execution) {
        for (Throwable cause = execution.exception(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IsolationViolationException refusal) {
                execution.exception(refusal);
                return;
            }
        }
    }

    private static @Nullable ScopeBindings batchBindings(ExecuteContext execution, ScopeBindings bindings) {
        if (execution.batchMode() != ExecuteContext.BatchMode.SINGLE) {
            return null;
        }
        if (!bindings.callerValuesComeFirst()) {
            throw Refusal.batchBinding();
        }
        return bindings;
    }

    private static void approve(ExecuteContext execution, ScopedStatement statement) {
        try {
            execution.connection().unwrap(ConnectionGuard.class).approve(statement);
        } catch (SQLException e) {
            execution.sqlException(e);
        }
    }

    /** The texts of an execution that were scoped: several in a batch of several statements. */
    @SuppressWarnings("unchecked")
    private static Map<String, ScopeBindings> scoped(ExecuteContext execution) {
        return (Map<String, ScopeBindings>)
                execution.data().computeIfAbsent(Key.SCOPED, key -> new HashMap<String, ScopeBindings>());
    }
}
