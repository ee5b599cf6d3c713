package org.maibot.isolation.jdbc;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program that runs as a process of its own, and no longer than this JVM. */
final class ServerProcess {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 50;

    private final Process process;
    private final Watchdog watchdog;
    private final ServerLog log;

    private ServerProcess(List<String> command, ServerLog log) throws IOException {
        this.log = log;
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.redirect())
                .start();
        this.watchdog = Watchdog.over(process.pid());
    }

    static ServerProcess start(List<String> command, ServerLog log) throws IOException {
        return new ServerProcess(command, log);
    }

    /** Runs a program to its end; it fails unless that end is a good one. */
    static void run(List<String> command, ServerLog log) throws IOException {
        ServerProcess program = start(command, log);
        try {
            if (!program.process.waitFor(DEADLINE.toSeconds(), SECONDS)) {
                throw log.failure("Not done after " + DEADLINE + ": " + command, null);
            }
            if (program.process.exitValue() != 0) {
                throw log.failure("Ends with " + program.process.exitValue() + ": " + command, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw log.failure("Interrupted: " + command, e);
        } finally {
            program.kill();
        }
    }

    /** Waits until the server takes connections. */
    void awaitConnection(String url) {
        long start = System.nanoTime();
        SQLException refusal = refusal(url);
        while (refusal != null) {
            if (!process.isAlive() || System.nanoTime() - start > DEADLINE.toNanos()) {
                kill();
                throw log.failure("The server takes no connections at " + url, refusal);
            }
            pause();
            refusal = refusal(url);
        }
    }

    private static @Nullable SQLException refusal(String url) {
        try {
            DriverManager.getConnection(url).close();
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            throw log.failure("Interrupted while the server was starting", e);
        }
    }

    /** Ends the process now, and returns when it is gone. */
    void kill() {
        watchdog.release();
        process.destroyForcibly().onExit().join();
    }
}
