package org.maibot.isolation.jdbc;

import java.io.IOException;

/**
 * Ends a process when this JVM ends, also if that is killed and runs no shutdown hook. It is a shell that reads from
 * this JVM; nothing ever comes but the end of the stream.
 */
final class Watchdog {
    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    static Watchdog over(long pid) throws IOException {
        return new Watchdog(new ProcessBuilder("sh", "-c", "read -r _; kill \"$0\"", Long.toString(pid))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Leaves the process alone from now on. */
    void release() {
        shell.destroyForcibly();
    }
}
