package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Does again what the database gave up for the sake of others, as MySQL does with one of two that wait for each other. */
final class Attempts {
    private static final int MAX = 20;
    /** The class of such states in the SQL standard. */
    private static final String TRANSACTION_ROLLBACK = "40";

    private Attempts() {}

    /** What is done, perhaps more than once: all or nothing. */
    interface Work<T> {
        /** Does it. */
        T run() throws SQLException;
    }

    /**
     * Does it.
     *
     * @param failure what to say if it cannot be done
     */
    static <T> T of(String failure, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.run();
            } catch (SQLException e) {
                if (attempt == MAX || !isRolledBack(e.getSQLState())) {
                    throw new DataAccessException(failure, e);
                }
            } catch (DataAccessException e) { // of a statement that jOOQ executed
                if (attempt == MAX || !isRolledBack(e.sqlState())) {
                    throw e;
                }
            }
        }
    }

    private static boolean isRolledBack(@Nullable String state) {
        return state != null && state.startsWith(TRANSACTION_ROLLBACK);
    }
}
