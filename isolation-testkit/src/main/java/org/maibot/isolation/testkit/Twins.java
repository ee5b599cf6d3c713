package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            case SQLITE -> new SqliteTwin(tables, from);
            case POSTGRESQL -> new PostgresTwin(tables, connection(), from);
            case MYSQL -> new MysqlTwin(tables, connection(), from);
        };
        try {
            twin.create(from, context, guard);
            return twin;
        } catch (SQLException | RuntimeException e) {
            drop(twin).ifPresent(e::addSuppressed);
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

    /** Drops one, and returns why it cannot. */
    private static Optional<SQLException> drop(Twin twin) {
        try {
            twin.close();
            return Optional.empty();
        } catch (SQLException e) {
            e.addSuppressed(new IllegalStateException("What is left behind is " + twin));
            return Optional.of(e);
        }
    }

    /** Drops them. */
    @Override
    public void close() throws SQLException {
        List<SQLException> failures = new ArrayList<>();
        all.values().forEach(twin -> drop(twin).ifPresent(failures::add));
        all.clear();
        try {
            closeConnection();
        } catch (SQLException e) {
            failures.add(e);
        }
        if (!failures.isEmpty()) {
            SQLException first = failures.remove(0);
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void closeConnection() throws SQLException {
        try (Connection last = pooled) {
            pooled = null;
            if (last != null) {
                Unguarded.driver(last).setAutoCommit(tables.commitsEach());
            }
        }
    }
}
