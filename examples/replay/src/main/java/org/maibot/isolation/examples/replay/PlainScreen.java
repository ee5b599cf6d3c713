package org.maibot.isolation.examples.replay;

import java.io.PrintWriter;
import java.time.Duration;

/** A line for each snapshot, for logs and pipes. */
final class PlainScreen implements Screen {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final PrintWriter out;
    private final SnapshotText text;

    PlainScreen(PrintWriter out, SnapshotText text) {
        this.out = out;
        this.text = text;
    }

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public void show(Snapshot snapshot) {
        out.println(text.line(snapshot));
        out.flush();
    }

    @Override
    public void clear() {
        // each line stays
    }
}
