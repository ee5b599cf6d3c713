package org.maibot.isolation.examples.benchmarks;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Does things when they are due, whatever becomes of those before; what it does late does not put off what is due next.
 *
 * @param burst how many things are due at once
 * @param perSecond how many things are due in a second
 */
record SteadySender(int burst, int perSecond) {
    /** Does one thing. */
    interface Action {
        /**
         * Does it.
         *
         * @param number 0 for the first one
         * @param due when it is due, by {@link System#nanoTime()}
         */
        void send(int number, long due);
    }

    /** How many things are due in a time. */
    int countIn(Duration time) {
        return Math.max(1, (int) (time.toNanos() / 1e9 * perSecond));
    }

    /** Does so many things, or fewer if the thread is interrupted. */
    void send(int count, Action action) {
        long start = System.nanoTime();
        for (int number = 0; number < count && !Thread.currentThread().isInterrupted(); number++) {
            long due = start + number / burst * (1_000_000_000L * burst / perSecond);
            await(due);
            action.send(number, due);
        }
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
