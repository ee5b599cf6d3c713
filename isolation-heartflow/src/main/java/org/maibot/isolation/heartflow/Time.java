package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The passing of time, for deadlines and pauses. Safe for use by several threads. */
interface Time extends AutoCloseable {
    /** Nanoseconds that go on steadily, from whenever. */
    long nanos();

    /** Does something short later, once. */
    void after(Duration delay, Runnable action);

    /** Does something short again and again. */
    void every(Duration period, Runnable action);

    @Override
    void close();

    /** The system's, on a thread of its own. */
    static Time system() {
        return new SystemTime();
    }
}

/** The system's time. Its actions throw nothing. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the actions
final class SystemTime implements Time {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, action -> {
        Thread thread = new Thread(action, "heartflow-timer");
        thread.setDaemon(true);
        return thread;
    });

    SystemTime() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void after(Duration delay, Runnable action) {
        timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void every(Duration period, Runnable action) {
        timer.scheduleWithFixedDelay(action, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
