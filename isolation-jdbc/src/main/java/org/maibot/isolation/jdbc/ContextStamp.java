package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.util.function.Supplier;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.ExecutedStatement.Door;

/**
 * The context that a connection belongs to.
 *
 * @param contexts gives the context of whoever uses the connection
 * @param door how statements come to it
 */
record ContextStamp(
        IsolationContext context, Supplier<IsolationContext> contexts, IsolationObserver observer, Door door) {

    /** Refuses the connection to code of another context. */
    void requireCurrent() throws SQLException {
        try {
            if (!contexts.get().equals(context)) {
                throw refused(Refusal.otherContext());
            }
        } catch (IsolationViolationException refusal) {
            throw refused(refusal);
        }
    }

    /** Reports a refusal, and makes of it what JDBC throws. */
    SQLException refused(IsolationViolationException refusal) {
        observer.publish(IsolationEvent.Refused.of(refusal, context));
        return ConnectionGuard.refused(refusal);
    }
}
