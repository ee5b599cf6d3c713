package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How often what failed with a {@link TransientFailureException} is tried again, and when: each pause is twice the one before. Other failures are never tried again,
 * since they may have had an effect.
 *
 * @param attempts how many attempts there are in all, 1 or more
 * @param firstPause the time between the first attempt and the second
 * @param longestPause no pause is longer
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {
    private static final int MAX_DOUBLINGS = 30;

    /** Checks the parts. */
    public RetryPolicy {
        requireNonNull(firstPause, "firstPause");
        requireNonNull(longestPause, "longestPause");
        if (attempts < 1 || firstPause.isNegative() || longestPause.isNegative()) {
            throw new IllegalArgumentException("Give 1 attempt or more, and pauses that are not negative");
        }
    }

    /** One attempt only. */
    public static RetryPolicy never() {
        return new RetryPolicy(1, Duration.ZERO, Duration.ZERO);
    }

    /** Three attempts, with pauses of 200 ms and 400 ms. */
    public static RetryPolicy standard() {
        return new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(5));
    }

    /** The pause after an attempt, counted from 1, that failed. */
    Duration pauseAfter(int attempt) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
