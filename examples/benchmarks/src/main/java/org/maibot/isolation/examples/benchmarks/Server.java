package org.maibot.isolation.examples.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;

/** A database that was empty when it was made, and is gone when it is closed. */
interface Server extends AutoCloseable {
    /** What the migration of the schema takes; all else takes one. */
    int CONNECTIONS = 2;

    /** How to connect. */
    HikariConfig connection();

    /**
     * A pool. It gives a thread the connection that the thread gave back last: the doors that share it have the same one,
     * and the same pages, plans and statements at hand.
     */
    default HikariDataSource pool() {
        return pool(connection());
    }

    /** A pool of connections of some kind. */
    static HikariDataSource pool(HikariConfig connection) {
        connection.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(connection);
    }

    @Override
    void close() throws IOException;
}
