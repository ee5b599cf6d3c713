package org.maibot.isolation.examples.quickstart;

import java.io.IOException;
import org.maibot.isolation.examples.terminal.ChatLog;
import org.maibot.isolation.examples.terminal.Terminal;
import org.maibot.isolation.jdbc.ChatLogImporter;
import org.maibot.isolation.jdbc.ImportReport;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.RejectedLine;

/**
 * Imports chat logs, and reports progress and bad lines on standard error.
 *
 * @param isolation where to
 * @param terminal has the standard error
 * @param progress shows how far it is
 */
record LogImport(Isolation isolation, Terminal terminal, Progress progress) {
    private static final int LINES_PER_BATCH = 500;

    ImportReport run(ChatLog log) throws IOException {
        try {
            return new ChatLogImporter(isolation)
                    .batchSize(LINES_PER_BATCH)
                    .onBatch(progress::show)
                    .onRejected(this::complain)
                    .importFrom(log.in());
        } finally {
            progress.clear();
        }
    }

    private void complain(RejectedLine line) {
        progress.clear();
        terminal.err()
                .println("line " + line.number() + ": " + terminal.printable().of(line.reason()));
    }
}
