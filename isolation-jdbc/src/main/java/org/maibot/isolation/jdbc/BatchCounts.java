package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Arrays;

/**
 * Whether a driver says of each row of a batch how many rows it changed. MariaDB's does not, and those of PostgreSQL and MySQL
 * do not where they are told to make one statement of a batch. Safe for use by several threads.
 */
final class BatchCounts {
    private volatile boolean known;

    BatchCounts(SqlFamily family) {
        this.known = family != SqlFamily.MARIADB;
    }

    boolean areKnown() {
        return known;
    }

    /** Fails like a transaction that is to be done again, then without batches, if a driver does not tell. */
    int[] require(int[] counts) throws SQLException {
        if (Arrays.stream(counts).anyMatch(count -> count < 0)) {
            known = false;
            throw new SQLTransactionRollbackException("The driver does not count the rows of a batch", "40000");
        }
        return counts;
    }
}
