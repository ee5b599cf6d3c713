package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.ConnectionProvider;
import org.jooq.exception.DataAccessException;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationObserver;

/** Gives jOOQ guarded connections of a pool. */
record GuardedConnectionProvider(DataSource dataSource, IsolationContext context, IsolationObserver observer)
        implements ConnectionProvider {
    @Override
    public Connection acquire() {
        try {
            return ConnectionGuard.guard(dataSource.getConnection(), context, observer);
        } catch (SQLException e) {
            throw new DataAccessException("No connection could be had from the pool", e);
        }
    }

    @Override
    public void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new DataAccessException("A connection could not be returned to the pool", e);
        }
    }
}
