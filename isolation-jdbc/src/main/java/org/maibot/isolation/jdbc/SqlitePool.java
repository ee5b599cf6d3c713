package org.maibot.isolation.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A pool for the embedded database. A file is in write-ahead mode: readers and the one writer at a time do not wait for
 * each other. A database in memory lives as long as the pool, and all its connections see the same one.
 */
final class SqlitePool {
    private static final String PREFIX = "jdbc:sqlite:";
    private static final Set<String> IN_MEMORY = Set.of("", ":memory:");
    private static final Pattern OTHER_MEMORY =
            Pattern.compile("(file:)?(:memory:)?(\\?.*)?|.*[?&](mode=memory|vfs=memdb)(&.*)?");
    private static final int CONNECTIONS = 8;
    private static final long BUSY_TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private SqlitePool() {}

    static boolean accepts(String url) {
        return url.startsWith(PREFIX);
    }

    private static String path(String url) {
        return url.substring(PREFIX.length());
    }

    /** Whether a URL is of a database in memory that is not one and the same for the connections of one pool alone. */
    static boolean isOtherMemory(String url) {
        return !IN_MEMORY.contains(path(url)) && OTHER_MEMORY.matcher(path(url)).matches();
    }

    static HikariDataSource open(String url) {
        boolean inMemory = IN_MEMORY.contains(path(url));
        HikariConfig config = new HikariConfig();
        config.setPoolName("maibot-isolation");
        config.setJdbcUrl(inMemory ? PREFIX + "file:/maibot-" + UUID.randomUUID() + "?vfs=memdb" : url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(-1); // Database tries the first connection, and says what is wrong
        config.setMaxLifetime(0); // an embedded connection does not age, and the last one holds the memory
        config.setDataSourceProperties(properties(inMemory));
        return new HikariDataSource(config);
    }

    private static Properties properties(boolean inMemory) {
        Properties properties = new Properties();
        properties.setProperty("foreign_keys", "true");
        properties.setProperty("busy_timeout", Long.toString(BUSY_TIMEOUT_MILLIS));
        properties.setProperty("transaction_mode", "IMMEDIATE"); // a reader that turns writer would fail as busy
        if (!inMemory) {
            properties.setProperty("journal_mode", "WAL");
            properties.setProperty("synchronous", "FULL"); // a commit survives the loss of power
        }
        return properties;
    }
}
