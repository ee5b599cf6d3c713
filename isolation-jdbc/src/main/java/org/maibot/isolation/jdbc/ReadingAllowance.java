package org.maibot.isolation.jdbc;

import java.time.Duration;

/**
 * How often refusals may have the schema read: ten times at once, as in a host that has just made its tables, else once a
 * second. Safe for use by several threads, none of which waits for a reading here.
 */
final class ReadingAllowance {
    private static final long AT_ONCE = 10;

    private long countedAt = System.nanoTime();
    private long left = AT_ONCE;

    /** Takes one reading, if there is one left. */
    synchronized boolean take() {
        long seconds = Duration.ofNanos(System.nanoTime() - countedAt).toSeconds();
        if (seconds > 0) {
            countedAt += Duration.ofSeconds(seconds).toNanos();
            left = Math.min(AT_ONCE, left + seconds);
        }
        return left > 0 && left-- > 0;
    }
}
