package org.maibot.isolation.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * A database that is open.
 *
 * @param dataSource gives connections that nothing guards
 * @param owned what to close with it, or null if it is the host's
 */
record Database(
        DataSource dataSource, SqlFamily family, @Nullable HikariDataSource owned) {
    private static final int CONNECTIONS = 10;

    /** Opens a database by its URL, with a user and a password unless the URL says all. */
    static Database open(String url, @Nullable String username, @Nullable String password) {
        if (SqlitePool.accepts(url) && SqlitePool.isOtherMemory(url)) {
            throw new IllegalArgumentException(
                    "A database in memory must be one for all connections and no other runtime's; give"
                            + " jdbc:sqlite::memory:");
        }
        SqlFamily family = requireOpens(url, username, password);
        HikariDataSource pool = SqlitePool.accepts(url) ? SqlitePool.open(url) : pool(url, username, password);
        return new Database(pool, family, pool);
    }

    private static HikariDataSource pool(String url, @Nullable String username, @Nullable String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("maibot-isolation");
        config.setJdbcUrl(url);
        config.setUsername(username);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    /** Tries a connection of its own first: a pool would log the failure, wait and try again. */
    private static SqlFamily requireOpens(String url, @Nullable String username, @Nullable String password) {
        try (Connection connection = connect(url, username, password);
                Statement statement = connection.createStatement()) {
            SqlFamily family = SqlSyntax.of(connection).family();
            if (family == SqlFamily.SQLITE) {
                statement.execute("select count(*) from sqlite_master"); // reads the file
            }
            return family;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The database cannot be opened (" + e.getMessage()
                            + "): check the URL, the user and the password, that the server runs or that the directory"
                            + " of the file exists and is writable, and that the JDBC driver is on the class path",
                    e);
        }
    }

    private static Connection connect(String url, @Nullable String username, @Nullable String password)
            throws SQLException {
        return username == null
                ? DriverManager.getConnection(url)
                : DriverManager.getConnection(url, username, password);
    }

    static Database of(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return new Database(dataSource, SqlSyntax.of(connection).family(), null);
        } catch (SQLException e) {
            throw new IllegalStateException("The data source gives no connection", e);
        }
    }

    void createSchema() {
        try {
            CanonicalSchema.migrate(dataSource, family);
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The canonical schema cannot be created or brought up to date; if the database has tables of your"
                            + " own by these names, open it with builder.createSchema(false)",
                    e);
        }
    }

    TableRules readRules(TableRules.Builder declarations) {
        try {
            return declarations.readFrom(dataSource);
        } catch (SQLException e) {
            throw new IllegalStateException("The schema of the database cannot be read", e);
        }
    }

    /** The rules of another database, for this one. */
    TableRules copyRules(TableRules rules) {
        try {
            return rules.forDatabase(dataSource);
        } catch (SQLException e) {
            throw new IllegalStateException("The schema of the database cannot be read", e);
        }
    }

    void refresh(TableRules rules) {
        try {
            rules.refresh();
        } catch (SQLException e) {
            throw new IllegalStateException("The schema of the database cannot be read", e);
        }
    }

    List<SchemaFinding> audit(TableRules rules) {
        try (Connection connection = dataSource.getConnection()) {
            return SchemaAudit.of(connection, rules.current());
        } catch (SQLException e) {
            throw new IllegalStateException("The schema of the database cannot be audited", e);
        }
    }

    void close() {
        if (owned != null) {
            owned.close();
        }
    }
}
