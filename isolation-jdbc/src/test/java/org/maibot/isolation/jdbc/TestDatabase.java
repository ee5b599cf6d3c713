package org.maibot.isolation.jdbc;

import java.util.concurrent.Callable;

/**
 * The databases that the contract tests run on: SQLite in memory, the oldest and the newest PostgreSQL, MySQL 8.0 and
 * MariaDB 11.4. The servers are real ones; each starts when it is first needed and runs until the tests end. One that
 * cannot start fails the test.
 */
public enum TestDatabase {
    SQLITE("sqlite", new SqliteMemory()),
    POSTGRESQL_13("postgresql", () -> PostgresServer.start("postgresql-13")),
    POSTGRESQL_18("postgresql", () -> PostgresServer.start("postgresql-18")),
    MYSQL("mysql", () -> MysqlServer.start(MysqlFamily.MYSQL)),
    MARIADB("mariadb", () -> MysqlServer.start(MysqlFamily.MARIADB));

    private final String family;

    @SuppressWarnings("ImmutableEnumChecker") // a server starts and ends; which one it is never changes
    private final Databases databases;

    TestDatabase(String family, Databases databases) {
        this.family = family;
        this.databases = databases;
    }

    TestDatabase(String family, Callable<Databases> server) {
        this(family, new LazyServer(server));
    }

    /** SQLite, unless the property {@code isolation.test.database} names another one. */
    static TestDatabase underTest() {
        return valueOf(System.getProperty("isolation.test.database", "SQLITE"));
    }

    /** A new, empty database of its own, until it is closed. */
    public FreshDatabase fresh() {
        return FreshDatabase.of(databases);
    }

    /** Which dialect it speaks: sqlite, postgresql, mysql or mariadb. */
    public String family() {
        return family;
    }

    /** Ends all servers that run. One that is needed again starts anew, with nothing in it. */
    static void stopAll() {
        for (TestDatabase database : values()) {
            database.databases.stop();
        }
    }
}
