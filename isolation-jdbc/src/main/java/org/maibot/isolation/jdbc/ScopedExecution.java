package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.exception.DataAccessException;
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

    /** The connection may be one that a derived configuration was given, or of a statement that was kept open. */
    @Override
    public void executeStart(ExecuteContext execution) {
        Statement statement = execution.statement();
        if (statement != null && !isOfThisContext(statement)) {
            IsolationViolationException refusal = Refusal.otherConnection();
            observer.publish(IsolationEvent.Refused.of(refusal, context));
            throw refusal;
        }
    }

    private boolean isOfThisContext(Statement statement) {
        try {
            Connection connection = statement.getConnection();
            return connection.isWrapperFor(ConnectionGuard.class)
                    && connection.unwrap(ConnectionGuard.class).context().equals(context);
        } catch (SQLException e) {
            throw new DataAccessException("The connection of a statement is not known", e);
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
