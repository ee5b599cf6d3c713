package org.maibot.isolation.examples.quickstart;

import java.io.PrintWriter;
import java.util.Locale;
import org.maibot.isolation.jdbc.ImportReport;

/** A bar that grows on one line of a terminal. */
final class ProgressBar implements Progress {
    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final long totalBytes;
    private int shown;

    /**
     * Creates a bar, which is not shown yet.
     *
     * @param totalBytes how long the log is; 0 if that is not known, and then the bar stays empty
     */
    ProgressBar(PrintWriter err, long totalBytes) {
        this.err = err;
        this.totalBytes = totalBytes;
    }

    @Override
    public void show(ImportReport soFar) {
        double share = totalBytes == 0 ? 0 : Math.min(1, (double) soFar.bytesRead() / totalBytes);
        int filled = (int) (share * WIDTH);
        String line = String.format(
                Locale.ROOT,
                "Importing [%s%s] %3d %%  %,d messages",
                "=".repeat(filled),
                " ".repeat(WIDTH - filled),
                (int) (share * 100),
                Progress.messages(soFar));
        err.print("\r" + line);
        err.flush();
        shown = line.length();
    }

    @Override
    public void clear() {
        if (shown > 0) {
            err.print("\r" + " ".repeat(shown) + "\r");
            err.flush();
            shown = 0;
        }
    }
}
