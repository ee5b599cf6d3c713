package org.maibot.isolation.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An import that was done.
 *
 * @param report what it returned
 * @param rejected the lines that it rejected
 * @param batches what it reported on the way
 */
record Import(ImportReport report, List<RejectedLine> rejected, List<ImportReport> batches) {

    static Import of(Isolation isolation, String log) {
        return of(isolation, log.getBytes(StandardCharsets.UTF_8));
    }

    static Import of(Isolation isolation, byte[] log) {
        return of(isolation, log, importer -> importer);
    }

    static Import of(Isolation isolation, byte[] log, UnaryOperator<ChatLogImporter> settings) {
        List<RejectedLine> rejected = new ArrayList<>();
        List<ImportReport> batches = new ArrayList<>();
        ChatLogImporter importer = settings.apply(
                new ChatLogImporter(isolation).onRejected(rejected::add).onBatch(batches::add));
        try {
            ImportReport report = importer.importFrom(new ByteArrayInputStream(log));
            return new Import(report, List.copyOf(rejected), List.copyOf(batches));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
