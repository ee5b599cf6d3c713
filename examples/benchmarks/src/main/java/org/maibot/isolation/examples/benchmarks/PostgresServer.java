package org.maibot.isolation.examples.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/**
 * A PostgreSQL server that runs as long as this program, on the processors that the program has. It does not wait for the
 * disk, and does not vacuum on its own in the middle of a measurement.
 */
record PostgresServer(EmbeddedPostgres postgres) implements Server {
    static PostgresServer start() throws IOException {
        return new PostgresServer(EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C.UTF-8")
                .setServerConfig("autovacuum", "off")
                .setServerConfig("shared_buffers", "512MB")
                .start());
    }

    @Override
    public HikariConfig connection() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres");
        config.setUsername("postgres");
        return config;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
