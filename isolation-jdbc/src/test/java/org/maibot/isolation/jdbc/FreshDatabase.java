package org.maibot.isolation.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database that was empty when it was made, and that nobody else knows. */
public final class FreshDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int CONNECTIONS = 8;

    private final Databases databases;
    private final String name;
    private final String url;
    private final HikariDataSource pool;

    private FreshDatabase(Databases databases, String name) {
        this.databases = databases;
        this.name = name;
        this.url = databases.create(name);
        this.pool = pool(name, url);
    }

    static FreshDatabase of(Databases databases) {
        return new FreshDatabase(databases, "fresh_" + COUNT.incrementAndGet());
    }

    private static HikariDataSource pool(String name, String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1); // most tests need one connection, and connections cost time
        return new HikariDataSource(config);
    }

    /** A pool of at most 8 connections. */
    public DataSource dataSource() {
        return pool;
    }

    /** The JDBC URL, complete with the user. */
    public String url() {
        return url;
    }

    /** Closes the pool, then drops the database. */
    @Override
    public void close() {
        pool.close();
        databases.drop(name);
    }
}
