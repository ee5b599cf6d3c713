package org.maibot.isolation.examples.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.maibot.isolation.jdbc.Isolation;

/** A database of its own with the canonical schema, and so with an inbox. */
record InboxDatabase(Product product, Server server, HikariDataSource pool, CommitCounter commits, Isolation isolation)
        implements AutoCloseable {
    static InboxDatabase open(Product product) throws IOException {
        Server server = product.start();
        HikariDataSource pool = server.pool();
        CommitCounter commits = new CommitCounter();
        return new InboxDatabase(
                product,
                server,
                pool,
                commits,
                Isolation.builder().dataSource(commits.count(pool)).open());
    }

    /** Removes what was updated and deleted, which PostgreSQL does not on its own here. SQLite leaves nothing. */
    void vacuum() throws SQLException {
        if (product == Product.POSTGRESQL) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("vacuum analyze messages, chat_streams, heartflow_inbox");
            }
        }
    }

    @Override
    public void close() throws IOException {
        isolation.close();
        pool.close();
        server.close();
    }
}
