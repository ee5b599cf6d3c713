package org.maibot.isolation.examples.replay;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A sample of times, of bounded size, in which each time has the same chance to be: J. S. Vitter, Random Sampling with a
 * Reservoir, 1985, algorithm R. Safe for use by several threads.
 */
final class Latencies {
    private static final int SIZE = 4_096;

    private final long[] sample = new long[SIZE];
    private final SplittableRandom random = new SplittableRandom(1);
    private long seen;

    synchronized void add(Duration time) {
        long place = seen < SIZE ? seen : random.nextLong(seen + 1);
        if (place < SIZE) {
            sample[(int) place] = time.toNanos();
        }
        seen++;
    }

    /** The time that a share of all, above 0 and up to 1, do not exceed; zero if there are none. */
    synchronized Duration percentile(double share) {
        int size = (int) Math.min(seen, SIZE);
        if (size == 0) {
            return Duration.ZERO;
        }
        long[] sorted = Arrays.copyOf(sample, size);
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[(int) Math.ceil(share * size) - 1]);
    }
}
