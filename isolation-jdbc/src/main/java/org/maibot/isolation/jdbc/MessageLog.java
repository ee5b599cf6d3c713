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
    private final DataSource dataSource;
    private final Engine engine;
    private final Clock clock;
    private volatile @Nullable AppendStatements statements;

    MessageLog(DataSource dataSource, Engine engine, Clock clock) {
        this.dataSource = dataSource;
        this.engine = engine;
        this.clock = clock;
    }

    /** What is done in a transaction. */
    interface Work {
        /** Appends, and returns how many messages were stored. */
        int append(MessageAppender appender) throws SQLException;
    }

    /**
     * Does work in a transaction of its own, all or nothing.
     *
     * @param stream one of the chat streams
     */
    int inTransaction(IsolationContext stream, Work work) {
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
        } catch (SQLException e) {
            throw new DataAccessException("Messages could not be stored", e);
        }
    }

    /** Rendered on first use: a database without the canonical schema has no such tables. */
    private AppendStatements statements(IsolationContext stream) {
        AppendStatements known = statements;
        if (known == null) {
            known = AppendStatements.of(engine, stream);
            statements = known;
        }
        return known;
    }
}
