package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;

/** Opens transactions that execute scoped statements. Safe for use by several threads. */
final class Transactions {
    private static final int MAX_ATTEMPTS = 20;
    /** The class of such states in the SQL standard. */
    private static final String TRANSACTION_ROLLBACK = "40";

    private final DataSource dataSource;
    private final BatchCounts counts;

    Transactions(DataSource dataSource, SqlFamily family) {
        this.dataSource = dataSource;
        this.counts = new BatchCounts(family);
    }

    /** What is done in a transaction, perhaps more than once. */
    interface Work<T> {
        /** Does it. */
        T in(ScopedTransaction transaction) throws SQLException;
    }

    /**
     * Does work in a transaction of its own, all or nothing; does it again if the database gave the transaction up for the
     * sake of others, as MySQL does with one of two that wait for each other.
     *
     * @param failure what to say if it cannot be done
     */
    <T> T run(String failure, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (attempt == MAX_ATTEMPTS || !isRolledBack(e)) {
                    throw new DataAccessException(failure, e);
                }
            } catch (DataAccessException e) { // of a statement that jOOQ executed
                if (attempt == MAX_ATTEMPTS || !e.sqlState().startsWith(TRANSACTION_ROLLBACK)) {
                    throw e;
                }
            }
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (ScopedTransaction transaction = new ScopedTransaction(connection, counts)) {
                T result = work.in(transaction);
                connection.commit();
                return result;
            } finally {
                connection.rollback(); // without effect after the commit
                connection.setAutoCommit(true);
            }
        }
    }

    private static boolean isRolledBack(SQLException error) {
        return error.getSQLState() != null && error.getSQLState().startsWith(TRANSACTION_ROLLBACK);
    }
}
