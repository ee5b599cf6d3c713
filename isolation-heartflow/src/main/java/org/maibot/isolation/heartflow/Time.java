package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The passing of time, for deadlines and pauses. Safe for use by several threads. */
interface Time extends AutoCloseable {
    /** See {@link #bounded}. */
    Duration LONGEST = Duration.ofDays(36_525);

    /** Nanoseconds that go on steadily, from whenever. */
    long nanos();

    /** Does something short later, once. */
    void after(Duration delay, Runnable action);

    /** Does something short again and again. */
    void every(Duration period, Runnable action);

    @Override
    void close();

    /** A time, 100 years at most: so that it can be counted in nanoseconds. */
    static Duration bounded(Duration time) {
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }

    /** The system's, on a thread of its own. */
    static Time system() {
        return new SystemTime();
    }
}

/** The system's time. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the actions
final class SystemTime implements Time {
    private static final Logger LOG = LoggerFactory.getLogger(Time.class);

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
        timer.scheduleWithFixedDelay(() -> attempt(action), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What fails once is not to end what is done again and again. */
    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("something that the heartflow does from time to time failed", e);
        }
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}
