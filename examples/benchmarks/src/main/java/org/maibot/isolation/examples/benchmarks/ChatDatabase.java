package org.maibot.isolation.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;

/** A database that is filled, and what doors to it need. */
final class ChatDatabase implements AutoCloseable {
    private final Product product;
    private final ChatData data;
    private final List<IsolationContext> chats;
    private final Server server;
    private final HikariDataSource pool;
    private final @Nullable HikariDataSource underRowSecurity;
    private final Isolation isolation;

    private ChatDatabase(Product product, ChatData data) throws IOException, SQLException {
        this.product = product;
        this.data = data;
        this.chats = data.chats();
        this.server = product.start();
        this.pool = server.pool();
        this.isolation = Isolation.builder().dataSource(pool).open();
        fill();
        this.underRowSecurity = product == Product.POSTGRESQL ? RowSecurity.pool(server) : null;
    }

    static ChatDatabase open(Product product, ChatData data) throws IOException, SQLException {
        return new ChatDatabase(product, data);
    }

    private void fill() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            data.fill(connection);
        }
        if (product == Product.POSTGRESQL) {
            RowSecurity.install(pool);
        }
        vacuum();
    }

    /** Removes what inserts that were rolled back have left. SQLite leaves nothing. */
    void vacuum() throws SQLException {
        if (product == Product.POSTGRESQL) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("vacuum analyze messages, chat_streams");
            }
        }
    }

    Product product() {
        return product;
    }

    ChatData data() {
        return data;
    }

    /** Its chat streams. */
    List<IsolationContext> chats() {
        return chats;
    }

    /** Its connection, which nothing guards. */
    HikariDataSource pool() {
        return pool;
    }

    /** A connection that is subject to row security. */
    HikariDataSource poolUnderRowSecurity() {
        return requireNonNull(underRowSecurity, "underRowSecurity");
    }

    Isolation isolation() {
        return isolation;
    }

    @Override
    public void close() throws IOException {
        isolation.close();
        if (underRowSecurity != null) {
            underRowSecurity.close();
        }
        pool.close();
        server.close();
    }
}
