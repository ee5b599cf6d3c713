package org.maibot.isolation.examples.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** How long messages took from when they were due to their outcomes, in nanoseconds. */
final class Latencies {
    private long[] sorted = {};

    void add(long[] more) {
        sorted = LongStream.concat(Arrays.stream(sorted), Arrays.stream(more))
                .sorted()
                .toArray();
    }

    /** The time in which a part of them had their outcomes, in milliseconds. */
    double quantile(double part) {
        return millis(sorted[(int) Math.ceil(part * sorted.length) - 1]);
    }

    double max() {
        return millis(sorted[sorted.length - 1]);
    }

    int size() {
        return sorted.length;
    }

    private static double millis(long nanos) {
        return (double) nanos / TimeUnit.MILLISECONDS.toNanos(1);
    }
}
