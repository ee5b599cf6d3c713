package org.maibot.isolation.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL server; its locale orders text by code points and knows all letters. */
final class PostgresServer implements Databases {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final EmbeddedPostgres postgres;
    private final Watchdog watchdog;
    private final Path run;

    private PostgresServer(EmbeddedPostgres postgres, Path run) throws IOException {
        this.postgres = postgres;
        this.run = run;
        this.watchdog = Watchdog.over(pid(run));
    }

    /** Starts the server whose archive the build unpacked into the directory of this name. */
    static PostgresServer start(String name) throws IOException {
        ServerFiles files = ServerFiles.of(name);
        Path run = files.newRun();
        ServerLog log = ServerLog.in(run);
        try {
            return new PostgresServer(builder(files, run, log).start(), run);
        } catch (IOException | IllegalStateException e) {
            throw log.failure(name + " does not start", e);
        }
    }

    private static EmbeddedPostgres.Builder builder(ServerFiles files, Path run, ServerLog log) {
        Path archive = files.root().resolve("postgres-linux-x86_64.txz");
        System.setProperty("ot.epg.working-dir", files.home().toString()); // else the system's temporary directory
        return EmbeddedPostgres.builder()
                .setPgBinaryResolver((system, machine) -> Files.newInputStream(archive))
                .setDataDirectory(data(run))
                .setLocaleConfig("locale", "C.UTF-8")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "") // else a file in the system's temporary directory
                .setServerConfig("max_connections", "300")
                .setOutputRedirector(log.redirect())
                .setErrorRedirector(log.redirect())
                .setPGStartupWait(DEADLINE)
                .setRegisterShutdownHook(false);
    }

    private static Path data(Path run) {
        return run.resolve("data");
    }

    private static long pid(Path run) throws IOException {
        return Long.parseLong(
                Files.readAllLines(data(run).resolve("postmaster.pid")).get(0));
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database + "?user=postgres";
    }

    @Override
    public String create(String name) {
        AdminSql.execute(url("postgres"), "create database " + name);
        return url(name);
    }

    @Override
    public void drop(String name) {
        AdminSql.execute(url("postgres"), "drop database if exists " + name + " with (force)");
    }

    @Override
    public void stop() {
        try {
            postgres.close();
            watchdog.release();
            ServerFiles.delete(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
