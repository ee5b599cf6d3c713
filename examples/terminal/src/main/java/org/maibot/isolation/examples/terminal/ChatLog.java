package org.maibot.isolation.examples.terminal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A chat log that is open for reading.
 *
 * @param name what to call it
 * @param bytes how long it is, 0 if that is not known
 * @param in its content
 */
public record ChatLog(String name, long bytes, InputStream in) implements AutoCloseable {
    private static final String SAMPLE = "sample.jsonl";

    /** Opens a file. */
    static ChatLog of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a directory");
        }
        return new ChatLog(String.valueOf(file.getFileName()), Files.size(file), Files.newInputStream(file));
    }

    /** Opens the sample that comes with a program, in the package of its class. */
    public static ChatLog sampleOf(Class<?> program) {
        return new ChatLog("the sample", 0, requireNonNull(program.getResourceAsStream(SAMPLE), SAMPLE));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
