package org.maibot.isolation.examples.replay;

import java.time.Duration;

/** Shows what the bot does while it runs. For one thread at a time. */
interface Screen {
    /** The time from one snapshot to the next. */
    Duration period();

    /** Shows a snapshot. */
    void show(Snapshot snapshot);

    /** Makes room for other lines. */
    void clear();
}
