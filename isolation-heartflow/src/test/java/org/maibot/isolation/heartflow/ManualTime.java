package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Time that passes when a test says so, on its thread. */
final class ManualTime implements Time {
    private final List<Due> due = new ArrayList<>();
    private long now;

    private record Due(long at, long period, Runnable action) {}

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public void after(Duration delay, Runnable action) {
        add(delay.toNanos(), 0, action);
    }

    @Override
    public void every(Duration period, Runnable action) {
        add(period.toNanos(), period.toNanos(), action);
    }

    private synchronized void add(long delay, long period, Runnable action) {
        due.add(new Due(now + delay, period, action));
    }

    /** Lets time pass, with all that is due meanwhile. */
    void pass(Duration time) {
        long end = nanos() + time.toNanos();
        for (Due next = next(end); next != null; next = next(end)) {
            next.action().run();
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized @Nullable Due next(long end) {
        Due next = due.stream().min(Comparator.comparing(Due::at)).orElse(null);
        if (next == null || next.at() > end) {
            return null;
        }
        due.remove(next);
        now = Math.max(now, next.at());
        if (next.period() > 0) {
            due.add(new Due(next.at() + next.period(), next.period(), next.action()));
        }
        return next;
    }

    @Override
    public synchronized void close() {
        due.clear();
    }
}
