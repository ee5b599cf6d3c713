package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/** Opens transactions that append messages. Safe for use by several threads. */
final class MessageLog {
    private static final int MAX_ATTEMPTS = 20;
    /** The class of such states in the SQL standard. */
    private static final String TRANSACTION_ROLLBACK = "40";

    private final DataSource dataSource;
    private final Engine engine;
    private final Clock clock;
    private volatile @Nullable AppendStatements statements;

    MessageLog(DataSource dataSource, Engine engine, Clock clock) {
        this.dataSource = dataSource;
        this.engine = engine;
        this.clock = clock;
    }

    /** What is done in a transaction, perhaps more than once. */
    interface Work {
        /** Appends, and returns how many messages were stored. */
        int append(MessageAppender appender) throws SQLException;
    }

    /**
     * Does work in a transaction of its own, all or nothing; does it again if the database gave the transaction up for the
     * sake of others, as MySQL does with one of two that wait for each other.
     *
     * @param stream one of the chat streams
     */
    int inTransaction(IsolationContext stream, Work work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return tryInTransaction(stream, work);
            } catch (SQLException e) {
                if (attempt == MAX_ATTEMPTS || !isRolledBack(e)) {
                    throw new DataAccessException("Messages could not be stored", e);
                }
            }
        }
    }

    private int tryInTransaction(IsolationContext stream, Work work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (MessageAppender appender = new MessageAppender(connection, statements(stream), clock)) {
                int stored = work.append(appender);
                connection.commit();
                return stored;
            } finally {
                connection.rollback(); // without effect after the commit
                connection.setAutoCommit(true);
            }
        }
    }

    private static boolean isRolledBack(SQLException error) {
        return error.getSQLState() != null && error.getSQLState().startsWith(TRANSACTION_ROLLBACK);
    }

    /** Rendered on first use: a database without the canonical schema has no such tables. */
    private AppendStatements statements(IsolationContext stream) {
        AppendStatements known = statements;
        if (known == null || engine.hasListener()) { // which is told whether they were scoped before
            known = AppendStatements.of(engine, stream);
            statements = known;
        }
        return known;
    }
}
