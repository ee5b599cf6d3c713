package org.maibot.isolation.examples.quickstart;

import java.io.PrintWriter;

/** How to show the progress of an import. */
enum ProgressStyle {
    AUTO,
    BAR,
    PLAIN,
    NONE;

    /**
     * Returns what shows the progress of a log.
     *
     * @param bytes how long the log is
     * @param watched whether a person is likely to look at standard error
     */
    Progress on(PrintWriter err, long bytes, boolean watched) {
        return switch (this) {
            case AUTO -> (watched ? BAR : NONE).on(err, bytes, watched);
            case BAR -> new ProgressBar(err, bytes);
            case PLAIN -> new PlainProgress(err);
            case NONE -> new NoProgress();
        };
    }
}
