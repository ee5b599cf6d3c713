package org.maibot.isolation.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that a server, or a program that prepares one, writes its messages to. */
record ServerLog(Path file) {
    private static final int SHOWN = 6_000;

    static ServerLog in(Path directory) {
        return new ServerLog(directory.resolve("log"));
    }

    ProcessBuilder.Redirect redirect() {
        return ProcessBuilder.Redirect.appendTo(file.toFile());
    }

    /** An exception that says what went wrong and shows the end of the log. */
    IllegalStateException failure(String what, @Nullable Throwable cause) {
        return new IllegalStateException(what + "\n" + file + " ends with:\n" + end(), cause);
    }

    private String end() {
        if (!Files.exists(file)) {
            return "(there is no such file)";
        }
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - SHOWN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
