package org.maibot.isolation.examples.quickstart;

import org.maibot.isolation.jdbc.ImportReport;

/** Shows nothing. */
record NoProgress() implements Progress {
    @Override
    public void show(ImportReport soFar) {
        // Nobody watches.
    }

    @Override
    public void clear() {
        // Nothing was shown.
    }
}
