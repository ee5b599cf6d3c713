package org.maibot.isolation.examples.replay;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A chat log that is open for reading.
 *
 * @param name what to call it
 * @param in its content
 */
record ChatLog(String name, InputStream in) implements AutoCloseable {
    private static final String SAMPLE = "sample.jsonl";

    /** Opens a file, or the sample that comes with the program. */
    static ChatLog open(@Nullable Path file) throws IOException {
        if (file == null) {
            return new ChatLog("the sample", requireNonNull(ChatLog.class.getResourceAsStream(SAMPLE), SAMPLE));
        }
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a directory");
        }
        return new ChatLog(String.valueOf(file.getFileName()), Files.newInputStream(file));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
