package org.maibot.isolation.examples.benchmarks;

import java.time.Duration;

/** Pairs of slices, one after the other. */
final class Rounds {
    private Rounds() {}

    /** Measures a pair. */
    interface Round {
        void addTo(Pairs pairs) throws Exception;
    }

    /** Repeats a round for a time, a quarter of which does not count; at least one round counts, and one does not. */
    static Pairs measure(Duration time, Round round) throws Exception {
        Duration before = time.dividedBy(4);
        repeat(before, round);
        return repeat(time.minus(before), round);
    }

    private static Pairs repeat(Duration time, Round round) throws Exception {
        Pairs pairs = new Pairs();
        long end = System.nanoTime() + time.toNanos();
        do {
            round.addTo(pairs);
        } while (System.nanoTime() < end);
        return pairs;
    }
}
