package org.maibot.isolation.jdbc;

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
record Database(DataSource dataSource, @Nullable HikariDataSource owned) {

    static Database open(String url) {
        if (!SqlitePool.accepts(url)) {
            throw unsupported();
        }
        if (SqlitePool.isOtherMemory(url)) {
            throw new IllegalArgumentException(
                    "A database in memory must be one for all connections and no other runtime's; give"
                            + " jdbc:sqlite::memory:");
        }
        requireOpens(url);
        HikariDataSource pool = SqlitePool.open(url);
        return new Database(pool, pool);
    }

    /** Tries a connection of its own first: a pool would log the failure, wait and try again. */
    private static void requireOpens(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("select count(*) from sqlite_master");
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The database cannot be opened (" + e.getMessage()
                            + "): check that the directory of the file exists"
                            + " and is writable, that the file is an SQLite database, and that the driver"
                            + " org.xerial:sqlite-jdbc is on the class path",
                    e);
        }
    }

    static Database of(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            SqlSyntax.of(connection);
            return new Database(dataSource, null);
        } catch (SQLException e) {
            throw new IllegalStateException("The data source gives no connection", e);
        }
    }

    private static IllegalArgumentException unsupported() {
        return new IllegalArgumentException(
                "This version serves SQLite only; give a URL that begins with jdbc:sqlite:, or a data source of it");
    }

    void createSchema() {
        try {
            CanonicalSchema.migrate(dataSource);
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

    List<SchemaFinding> audit(TableRules rules) {
        try (Connection connection = dataSource.getConnection()) {
            return SchemaAudit.of(connection, rules);
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
