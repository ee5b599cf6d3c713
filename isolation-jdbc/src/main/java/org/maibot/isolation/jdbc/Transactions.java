package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Opens transactions that execute scoped statements. Safe for use by several threads. */
final class Transactions {
    /** What the SQL standard calls an active transaction. */
    private static final String IN_TRANSACTION = "25001";

    /** What it calls a connection that cannot be made. */
    private static final String NO_CONNECTION = "08001";

    private final DataSource dataSource;
    private final SqlFamily family;
    private final BatchCounts counts;

    Transactions(DataSource dataSource, SqlFamily family) {
        this.dataSource = dataSource;
        this.family = family;
        this.counts = new BatchCounts(family);
    }

    /** What is done in a transaction, perhaps more than once. */
    interface Work<T> {
        /** Does it. */
        T in(ScopedTransaction transaction) throws SQLException;
    }

    /**
     * Does work in a transaction of its own, all or nothing, see {@link Attempts}.
     *
     * @param failure what to say if it cannot be done
     */
    <T> T run(String failure, Work<T> work) {
        return Attempts.of(failure, () -> once(work));
    }

    /** A connection; a host's data source may fail in a way of its own, which is told as a failure of the database. */
    private Connection connect() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException e) {
            throw new SQLException("The data source gives no connection", NO_CONNECTION, e);
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (ScopedTransaction transaction = new ScopedTransaction(connection, counts)) {
                readWhatIsCommitted(connection);
                T result = work.in(transaction);
                connection.commit();
                return result;
            } finally {
                connection.rollback(); // without effect after the commit
                connection.setAutoCommit(true);
            }
        }
    }

    /**
     * Has each statement see what was committed before it, as on PostgreSQL. By default InnoDB shows a transaction what was
     * there before it waited for a lock, and locks the gaps between rows, where others are to insert theirs. A host's data
     * source may give connections that are in a transaction already: that stays as it is.
     */
    private void readWhatIsCommitted(Connection connection) throws SQLException {
        if (family.isMySql()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level read committed"); // of this transaction alone
            } catch (SQLException e) {
                if (!IN_TRANSACTION.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }
}
