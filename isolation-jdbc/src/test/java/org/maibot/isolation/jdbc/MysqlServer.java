package org.maibot.isolation.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A MySQL or a MariaDB server. Its data is a copy of what the server's own installer makes once. */
final class MysqlServer implements Databases {
    private final MysqlFamily family;
    private final int port;
    private final Path run;
    private final ServerProcess process;

    private MysqlServer(MysqlFamily family, ServerFiles files, Path run) throws IOException {
        this.family = family;
        this.port = freePort();
        this.run = run;
        this.process = ServerProcess.start(command(files), ServerLog.in(run));
    }

    static MysqlServer start(MysqlFamily family) throws IOException {
        ServerFiles files = ServerFiles.of(family.directory());
        family.prepare(files);
        Path template = files.once("data", draft -> family.install(files, draft));
        Path run = files.newRun();
        ServerFiles.copy(template, run.resolve("data"));
        Files.createDirectory(run.resolve("tmp"));
        MysqlServer server = new MysqlServer(family, files, run);
        server.process.awaitConnection(server.url(""));
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<String> command(ServerFiles files) {
        List<String> command = new ArrayList<>(family.server(files, run.resolve("data")));
        command.addAll(List.of(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=s", // in the data; an absolute path may be too long
                "--pid-file=pid",
                "--tmpdir=" + run.resolve("tmp"),
                "--skip-ssl",
                "--skip-log-bin",
                "--max-connections=300",
                "--lock-wait-timeout=60", // so that a leaked transaction cannot hold a drop forever
                "--character-set-server=utf8mb4",
                "--default-time-zone=+00:00",
                "--optimizer-search-depth=5", // the order of many joins is not searched for minutes
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-flush-method=nosync",
                "--innodb-doublewrite=0"));
        return command;
    }

    private String url(String database) {
        return family.url(port, database);
    }

    @Override
    public String create(String name) {
        AdminSql.execute(
                url(""), "create database " + name + " character set utf8mb4 collate " + family.exactCollation());
        return url(name);
    }

    @Override
    public void drop(String name) {
        AdminSql.execute(url(""), "drop database if exists " + name);
    }

    /** Ends the server at once: nobody wants the data. */
    @Override
    public void stop() {
        process.kill();
        try {
            ServerFiles.delete(run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
