package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;

/** What jOOQ executes on guarded connections: refusals reach the caller as what they are. */
final class ScopedExecution implements ExecuteListener {
    private static final long serialVersionUID = 1L;

    private final transient IsolationContext context;
    private final transient IsolationObserver observer;

    ScopedExecution(IsolationContext context, IsolationObserver observer) {
        this.context = context;
        this.observer = observer;
    }

    /** Whether a statement was prepared, and not kept from an earlier execution. */
    private enum Key {
        PREPARED
    }

    @Override
    public void prepareStart(ExecuteContext execution) {
        execution.data(Key.PREPARED, true);
    }

    /** A statement that was kept open must be of a connection of this context. */
    @Override
    public void executeStart(ExecuteContext execution) {
        if (execution.data(Key.PREPARED) == null && execution.statement() != null && !isOfThisContext(execution)) {
            IsolationViolationException refusal = Refusal.keptStatement();
            observer.publish(IsolationEvent.Refused.of(refusal, context));
            throw refusal;
        }
    }

    private boolean isOfThisContext(ExecuteContext execution) {
        try {
            return execution.statement() != null
                    && execution
                            .statement()
                            .getConnection()
                            .unwrap(ConnectionGuard.class)
                            .context()
                            .equals(context);
        } catch (SQLException e) {
            execution.sqlException(e);
            return false;
        }
    }

    @Override
    public void exception(ExecuteContext execution) {
        for (Throwable cause = execution.exception(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IsolationViolationException refusal) {
                execution.exception(refusal);
                return;
            }
        }
    }
}
