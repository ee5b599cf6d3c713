package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Imports chat logs, of the form that {@link ChatLogReader} defines.
 *
 * <p>A bad line is rejected with its number and the reason, and the others are imported. A message that its chat stream
 * has already stays as it is, so importing a file again completes what an interrupted import left, and adds nothing
 * else. Every message is written in the context of its own chat stream.
 *
 * <p>Not safe for use by several threads; several importers may work at the same time.
 */
public final class ChatLogImporter {
    private static final int DEFAULT_BATCH_SIZE = 1000;

    private final Isolation isolation;
    private int batchSize = DEFAULT_BATCH_SIZE;
    private Consumer<ImportReport> onBatch = report -> {};
    private Consumer<RejectedLine> onRejected = line -> {};

    /** Creates an importer into the canonical schema of a runtime. */
    public ChatLogImporter(Isolation isolation) {
        this.isolation = requireNonNull(isolation, "isolation");
    }

    /** How many lines are stored in one transaction, 1000 by default. */
    public ChatLogImporter batchSize(int lines) {
        if (lines < 1) {
            throw new IllegalArgumentException("The batch size is " + lines + "; give 1 or more");
        }
        this.batchSize = lines;
        return this;
    }

    /** Who is told what has been imported so far, after each batch. What it is told is stored, whatever happens next. */
    public ChatLogImporter onBatch(Consumer<ImportReport> listener) {
        this.onBatch = requireNonNull(listener, "listener");
        return this;
    }

    /** Who is told of each bad line. */
    public ChatLogImporter onRejected(Consumer<RejectedLine> listener) {
        this.onRejected = requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Imports a file.
     *
     * @return what was imported
     * @throws IOException if the file cannot be read; what was reported until then is stored
     * @throws org.jooq.exception.DataAccessException if the database fails; likewise
     */
    public ImportReport importFrom(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return importFrom(in);
        }
    }

    /** Imports a stream to its end, and leaves it open; see {@link #importFrom(Path)}. */
    public ImportReport importFrom(InputStream in) throws IOException {
        ChatLogReader lines = ChatLogReader.of(in, onRejected);
        ChatLogWriter writer = new ChatLogWriter(isolation, onRejected);
        List<ChatLogLine> batch = new ArrayList<>();
        for (Optional<ChatLogLine> next = lines.next(); next.isPresent(); next = lines.next()) {
            ChatLogLine line = next.get();
            if (writer.admits(line)) {
                batch.add(line);
            }
            if (batch.size() == batchSize) {
                writer.store(batch);
                batch.clear();
                onBatch.accept(report(lines, writer));
            }
        }
        if (!batch.isEmpty()) {
            writer.store(batch);
            onBatch.accept(report(lines, writer));
        }
        return report(lines, writer);
    }

    private static ImportReport report(ChatLogReader lines, ChatLogWriter writer) {
        return new ImportReport(
                lines.bytesRead(), writer.stored(), writer.alreadyThere(), lines.rejected() + writer.rejected());
    }
}
