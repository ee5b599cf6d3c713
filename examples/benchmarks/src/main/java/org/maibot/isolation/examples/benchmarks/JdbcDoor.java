package org.maibot.isolation.examples.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;

/**
 * SQL text by JDBC.
 *
 * @param dataSources gives the data source for a chat stream
 * @param atCheckout what precedes the first statement on a connection
 * @param atStatement what precedes each statement
 */
record JdbcDoor(
        Function<IsolationContext, DataSource> dataSources,
        JdbcChat.Texts texts,
        JdbcChat.Preparation atCheckout,
        JdbcChat.Preparation atStatement)
        implements Door {
    private static final JdbcChat.Preparation NONE = JdbcChat.Preparation.NONE;

    /** All predicates by hand. */
    static JdbcDoor byHand(DataSource dataSource) {
        JdbcChat.Texts texts = JdbcChat.Texts.of(Statements.BY_HAND, Statements.BY_HAND);
        return new JdbcDoor(context -> dataSource, texts, NONE, NONE);
    }

    /** The isolating data source. */
    static JdbcDoor isolated(Isolation isolation) {
        JdbcChat.Texts texts = JdbcChat.Texts.of(Statements.SCOPED, Statements.SCOPED);
        return new JdbcDoor(isolation::dataSource, texts, NONE, NONE);
    }

    @Override
    public <T> T in(IsolationContext context, Mode mode, Work<T> work) throws Exception {
        List<String> ids = Statements.ids(context);
        try (Connection connection = dataSources.apply(context).getConnection()) {
            atCheckout.of(connection, ids);
            JdbcChat chat = new JdbcChat(connection, texts, ids, atStatement);
            return mode == Mode.READ ? work.on(chat) : undone(connection, chat, work);
        }
    }

    private static <T> T undone(Connection connection, JdbcChat chat, Work<T> work) throws Exception {
        connection.setAutoCommit(false);
        try {
            return work.on(chat);
        } finally {
            rollBack(connection);
        }
    }

    private static void rollBack(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }
}
