package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/**
 * The twins of a database, one for each context. Those on a server share one connection, which is in one of them at a time.
 * For one thread.
 */
final class Twins implements AutoCloseable {
    private final DataSource host;
    private final Tables tables;
    private final Guard guard;
    private final Map<IsolationContext, Twin> all = new LinkedHashMap<>();
    private @Nullable Connection pooled;
    private @Nullable Twin entered;

    /** @param guard of the host's database */
    Twins(DataSource host, Tables tables, Guard guard) {
        this.host = host;
        this.tables = tables;
        this.guard = guard;
    }

    /**
     * The twin of a context, on its connection.
     *
     * @param from a connection to the host's database
     */
    Twin of(IsolationContext context, Connection from) throws SQLException {
        Twin twin = all.get(context);
        if (twin == null) {
            twin = create(context, from);
            all.put(context, twin);
        }
        if (!twin.equals(entered) || !twin.isEntered()) {
            twin.enter();
            entered = twin;
        }
        return twin;
    }

    private Twin create(IsolationContext context, Connection from) throws SQLException {
        entered = null; // the new twin has the connection
        Twin twin = switch (tables.family()) {
            case SQLITE -> new SqliteTwin(tables);
            case POSTGRESQL -> new PostgresTwin(tables, connection(), from);
            case MYSQL -> new MysqlTwin(tables, connection(), from);
        };
        try {
            twin.create(from, context, guard);
            return twin;
        } catch (SQLException | RuntimeException e) {
            twin.close();
            throw e;
        }
    }

    private Connection connection() throws SQLException {
        Connection known = pooled;
        if (known == null) {
            known = host.getConnection();
            pooled = known;
        }
        return Unguarded.driver(known);
    }

    /** Drops them. */
    @Override
    public void close() throws SQLException {
        SQLException failure = null;
        for (Twin twin : all.values()) {
            try {
                twin.close();
            } catch (SQLException e) {
                e.addSuppressed(new IllegalStateException("What is left behind is " + twin));
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        all.clear();
        closeConnection();
        if (failure != null) {
            throw failure;
        }
    }

    private void closeConnection() throws SQLException {
        Connection last = pooled;
        pooled = null;
        if (last != null) {
            Unguarded.driver(last).setAutoCommit(tables.commitsEach());
            last.close();
        }
    }
}
