package org.maibot.isolation.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What differs between MySQL and MariaDB: their programs, how these are called, and how one connects. */
enum MysqlFamily {
    MYSQL("mysql", "utf8mb4_0900_bin", "&sslMode=DISABLED&allowPublicKeyRetrieval=true") {
        @Override
        void prepare(ServerFiles files) throws IOException {
            files.once("home", draft -> unpack(files, draft));
        }

        @Override
        void install(ServerFiles files, Path data) throws IOException {
            List<String> command = new ArrayList<>(server(files, data));
            command.add("--initialize-insecure");
            ServerProcess.run(command, files.log());
        }

        @Override
        List<String> server(ServerFiles files, Path data) {
            return command(
                    files,
                    "bin/mysqld",
                    data,
                    "--lc-messages-dir=" + files.home().resolve("share"),
                    "--innodb-use-native-aio=0",
                    "--innodb-redo-log-capacity=8M",
                    "--skip-mysqlx");
        }
    },

    MARIADB("mariadb", "utf8mb4_nopad_bin", "") {
        @Override
        void prepare(ServerFiles files) throws IOException {
            for (String program : List.of("bin/mariadbd", "bin/my_print_defaults", "bin/resolveip")) {
                ServerFiles.makeExecutable(files.home().resolve(program));
            }
        }

        @Override
        void install(ServerFiles files, Path data) throws IOException {
            List<String> command = new ArrayList<>(List.of("sh"));
            command.addAll(command(
                    files,
                    "scripts/mariadb-install-db",
                    data,
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db",
                    LOG_SIZE));
            ServerProcess.run(command, files.log());
        }

        @Override
        List<String> server(ServerFiles files, Path data) {
            return command(
                    files, "bin/mariadbd", data, LOG_SIZE, "--skip-name-resolve", "--skip-innodb-use-native-aio");
        }
    };

    private static final String LOG_SIZE = "--innodb-log-file-size=8M";

    private final String directory;
    private final String exactCollation;
    private final String urlOptions;

    MysqlFamily(String directory, String exactCollation, String urlOptions) {
        this.directory = directory;
        this.exactCollation = exactCollation;
        this.urlOptions = urlOptions;
    }

    /** Makes the programs ready to run. */
    abstract void prepare(ServerFiles files) throws IOException;

    /** Writes what a new server starts with. */
    abstract void install(ServerFiles files, Path data) throws IOException;

    /** The command that runs the server, with the options that the other does not have. */
    abstract List<String> server(ServerFiles files, Path data);

    /** The name of the directory of its files. */
    String directory() {
        return directory;
    }

    /** The collation under which two texts are equal if all their characters are, trailing spaces included. */
    String exactCollation() {
        return exactCollation;
    }

    String url(int port, String database) {
        return "jdbc:" + directory + "://127.0.0.1:" + port + "/" + database + "?user=root" + urlOptions;
    }

    private static List<String> command(ServerFiles files, String program, Path data, String... options) {
        List<String> command = new ArrayList<>(List.of(
                files.home().resolve(program).toString(),
                "--no-defaults",
                "--basedir=" + files.home(),
                "--datadir=" + data));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root"); // they refuse to run as root unless told to
        }
        command.addAll(List.of(options));
        return command;
    }

    private static void unpack(ServerFiles files, Path home) throws IOException {
        String archive = files.root().resolve("mysql-Linux-amd64.tar.gz").toString();
        ServerProcess.run(List.of("tar", "xzf", archive, "-C", home.toString(), "--no-same-owner"), files.log());
        // It links libaio, which not every system has, but never calls it as it is started here: any library will do.
        Files.copy(home.resolve("lib/plugin/component_reference_cache.so"), home.resolve("lib/private/libaio.so.1"));
    }
}
