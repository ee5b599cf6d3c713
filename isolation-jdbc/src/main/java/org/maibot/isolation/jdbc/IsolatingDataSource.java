package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.ExecutedStatement.Door;

/**
 * A data source whose connections confine every statement to a context, or refuse it: for SQL text of whatever library,
 * with JDBC's own interfaces.
 *
 * <p>A connection belongs to the context under which it was opened. What is refused throws an {@link SQLException} of the
 * state 42501 whose cause is the {@link IsolationViolationException}. Put a connection pool below it; one above it would
 * lend the connections of one context to others, which are refused there.
 *
 * <p>Safe for use by several threads; its connections, like others, are for one at a time.
 */
public final class IsolatingDataSource implements DataSource {
    private final DataSource dataSource;
    private final TableRules rules;
    private final Supplier<IsolationContext> contexts;
    private final IsolationObserver observer;
    private final Door door;

    IsolatingDataSource(
            DataSource dataSource,
            TableRules rules,
            Supplier<IsolationContext> contexts,
            IsolationObserver observer,
            Door door) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
        this.rules = requireNonNull(rules, "rules");
        this.contexts = requireNonNull(contexts, "contexts");
        this.observer = requireNonNull(observer, "observer");
        this.door = door;
    }

    /**
     * Wraps a data source. Refusals go to {@link IsolationObserver#standard()}.
     *
     * @param dataSource gives the connections to the database
     * @param rules the rules of its tables
     * @param contexts gives the context, asked when a connection is opened and whenever it is used; throws {@link
     *     IsolationViolationException} if there is none, as {@link IsolationContext#requireCurrent()} does
     */
    public static DataSource wrap(DataSource dataSource, TableRules rules, Supplier<IsolationContext> contexts) {
        requireNonNull(rules, "rules");
        return new IsolatingDataSource(dataSource, rules, contexts, IsolationObserver.standard(), Door.TEXT);
    }

    @Override
    public Connection getConnection() throws SQLException {
        IsolationContext context = context();
        return guard(dataSource.getConnection(), context);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        IsolationContext context = context();
        return guard(dataSource.getConnection(username, password), context);
    }

    private IsolationContext context() throws SQLException {
        try {
            return contexts.get();
        } catch (IsolationViolationException refusal) {
            observer.publish(IsolationEvent.Refused.of(refusal));
            throw ConnectionGuard.refused(refusal);
        }
    }

    private Connection guard(Connection connection, IsolationContext context) {
        return ConnectionGuard.guard(connection, new ContextStamp(context, contexts, observer, door), rules);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return dataSource.getLogWriter();
    }

    /** Not supported: set it on the data source below. */
    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("Set the log writer on the data source below");
    }

    /** Not supported: set it on the data source below. */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("Set the login timeout on the data source below");
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return dataSource.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return dataSource.getParentLogger();
    }

    /** Refused: the data source below is not confined to a context. */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        IsolationViolationException refusal = Refusal.unguarded("DataSource.unwrap");
        observer.publish(IsolationEvent.Refused.of(refusal));
        throw ConnectionGuard.refused(refusal);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
