package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;

/**
 * Tells the guarded connection which statements were scoped. A statement is let through only if the visit listener that this
 * belongs to has rendered it for this very execution, and only with the text that it had then.
 */
final class ScopedExecution implements ExecuteListener {
    private static final long serialVersionUID = 1L;

    private final transient IsolationVisitListener scoper;
    private final transient IsolationContext context;
    private final transient IsolationObserver observer;

    ScopedExecution(IsolationVisitListener scoper, IsolationContext context, IsolationObserver observer) {
        this.scoper = scoper;
        this.context = context;
        this.observer = observer;
    }

    /** What is kept with an execution. */
    private enum Key {
        /** The statements that were scoped: several in a batch of several. */
        SCOPED,
        /** That a statement was prepared, and not kept from an earlier execution. */
        PREPARED
    }

    /**
     * A statement that was rendered, scoped and checked.
     *
     * @param by the listener that did it
     */
    private record Scoped(IsolationVisitListener by, ScopeBindings bindings) {}

    /** Notes that a statement of an execution was rendered, scoped and checked. */
    static void rendered(ExecuteContext execution, IsolationVisitListener by, String sql, ScopeBindings bindings) {
        scoped(execution).put(sql, new Scoped(by, bindings));
    }

    @Override
    public void prepareStart(ExecuteContext execution) {
        execution.data(Key.PREPARED, true);
        String sql = execution.sql();
        Scoped statement = sql == null ? null : scoped(execution).get(sql);
        if (sql != null && statement != null && statement.by() == scoper) {
            approve(execution, new ScopedStatement(sql, batchBindings(execution, statement.bindings())));
        }
    }

    /** A statement that was kept open must be of a connection of this context. */
    @Override
    public void executeStart(ExecuteContext execution) {
        if (execution.data(Key.PREPARED) == null && execution.statement() != null) {
            if (!isOfThisContext(execution)) {
                throw refuse(Refusal.keptStatement());
            }
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

    private boolean isOfThisContext(ExecuteContext execution) {
        try {
            return guard(execution).isOf(context);
        } catch (SQLException e) {
            execution.sqlException(e);
            return false;
        }
    }

    private IsolationViolationException refuse(IsolationViolationException refusal) {
        observer.publish(IsolationEvent.Refused.of(refusal, context));
        return refusal;
    }

    private @Nullable ScopeBindings batchBindings(ExecuteContext execution, ScopeBindings bindings) {
        if (execution.batchMode() != ExecuteContext.BatchMode.SINGLE) {
            return null;
        }
        if (!bindings.callerValuesComeFirst()) {
            throw refuse(Refusal.batchBinding());
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

    private static ConnectionGuard guard(ExecuteContext execution) throws SQLException {
        return requireNonNull(execution.statement()).getConnection().unwrap(ConnectionGuard.class);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Scoped> scoped(ExecuteContext execution) {
        return (Map<String, Scoped>) execution.data().computeIfAbsent(Key.SCOPED, key -> new HashMap<String, Scoped>());
    }
}
