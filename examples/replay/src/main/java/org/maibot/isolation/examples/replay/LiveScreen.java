package org.maibot.isolation.examples.replay;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** A table that is redrawn in place on a terminal, by ANSI escapes (ECMA-48). */
final class LiveScreen implements Screen {
    /** As many as fit on a terminal of 24 lines, beside the rest of the table. */
    private static final int SCOPES = 11;

    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintWriter out;
    private final SnapshotText text;
    private int shown;

    LiveScreen(PrintWriter out, SnapshotText text) {
        this.out = out;
        this.text = text;
    }

    @Override
    public Duration period() {
        return PERIOD;
    }

    @Override
    public void show(Snapshot snapshot) {
        List<String> lines = text.table(snapshot, SCOPES);
        goBack();
        out.print(NO_WRAP);
        lines.forEach(out::println);
        out.print(WRAP);
        out.flush();
        shown = lines.size();
    }

    @Override
    public void clear() {
        goBack();
        out.flush();
        shown = 0;
    }

    private void goBack() {
        if (shown > 0) {
            out.printf("\u001b[%dA", shown);
            out.print(CLEAR_BELOW);
        }
    }
}
