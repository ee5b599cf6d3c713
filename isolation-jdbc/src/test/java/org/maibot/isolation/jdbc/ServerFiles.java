package org.maibot.isolation.jdbc;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one server: what the build unpacked, and what the tests add. All are under target/servers.
 *
 * @param root the absolute path of their directory
 */
record ServerFiles(Path root) {
    /** Fills an empty directory. */
    interface Filling {
        void fill(Path directory) throws IOException;
    }

    static ServerFiles of(String name) {
        if (!"Linux amd64".equals(System.getProperty("os.name") + " " + System.getProperty("os.arch"))) {
            throw new IllegalStateException("The database servers of the tests are programs for Linux on x86-64");
        }
        Path root = Path.of("target", "servers", name).toAbsolutePath();
        if (!Files.isDirectory(root)) {
            throw new IllegalStateException(root + " is missing: run mvn process-test-resources in this module");
        }
        return new ServerFiles(root);
    }

    /** The directory of the server's programs. */
    Path home() {
        return root.resolve("home");
    }

    /** The log of all that prepares the server. */
    ServerLog log() {
        return ServerLog.in(root);
    }

    /** A directory that is filled the first time. It is complete or absent, also when two JVMs want it at once. */
    Path once(String name, Filling filling) throws IOException {
        Path directory = root.resolve(name);
        if (!Files.exists(directory)) {
            Path draft = Files.createTempDirectory(root, "draft-");
            filling.fill(draft);
            moveUnlessThere(draft, directory);
        }
        return directory;
    }

    private static void moveUnlessThere(Path draft, Path directory) throws IOException {
        try {
            Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.exists(directory)) {
                throw e;
            }
            delete(draft);
        }
    }

    /** A new directory for one run of the server. */
    Path newRun() throws IOException {
        return Files.createTempDirectory(root, "run-");
    }

    static void copy(Path source, Path target) throws IOException {
        for (Path path : tree(source)) {
            Files.copy(path, target.resolve(source.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    static void delete(Path directory) throws IOException {
        for (Path path :
                tree(directory).stream().sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(path);
        }
    }

    /** Parents come before their children. */
    private static List<Path> tree(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.toList();
        }
    }

    static void makeExecutable(Path program) throws IOException {
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("Cannot be made executable: " + program);
        }
    }
}
