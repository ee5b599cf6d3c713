package org.maibot.isolation.examples.quickstart;

import java.io.PrintWriter;
import org.maibot.isolation.jdbc.ImportReport;

/**
 * A line for each batch, for programs that watch the import.
 *
 * @param err where the lines go
 */
record PlainProgress(PrintWriter err) implements Progress {
    @Override
    public void show(ImportReport soFar) {
        err.println("imported " + Progress.messages(soFar));
    }

    @Override
    public void clear() {
        // Nothing is in the way: each line is complete.
    }
}
