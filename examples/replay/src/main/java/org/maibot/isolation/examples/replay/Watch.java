package org.maibot.isolation.examples.replay;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.maibot.isolation.examples.terminal.Terminal;
import org.maibot.isolation.jdbc.RejectedLine;

/** Shows a snapshot on the screen again and again, and bad lines in between, until it is closed. Safe for use by several threads. */
final class Watch implements AutoCloseable {
    private final Terminal terminal;
    private final Screen screen;
    private final Tally tally;
    private final ScheduledThreadPoolExecutor timer;
    private boolean closed;

    Watch(Terminal terminal, Screen screen, Tally tally) {
        this.terminal = terminal;
        this.screen = screen;
        this.tally = tally;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "replay-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to show snapshots. */
    @SuppressWarnings("FutureReturnValueIgnored") // it goes on until it is closed
    void begin(Snapshots snapshots) {
        long period = screen.period().toNanos();
        timer.scheduleAtFixedRate(() -> show(snapshots), period, period, TimeUnit.NANOSECONDS);
    }

    private synchronized void show(Snapshots snapshots) {
        if (!closed) {
            screen.show(snapshots.take());
        }
    }

    /** Shows that a line of the log is bad. */
    synchronized void rejected(RejectedLine line) {
        tally.bad();
        screen.clear();
        terminal.err()
                .println("line " + line.number() + ": " + terminal.printable().of(line.reason()));
    }

    @Override
    public synchronized void close() {
        closed = true;
        screen.clear();
        timer.shutdown();
    }
}
