package org.maibot.isolation.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Slices of isolated work, each beside a slice of the hand-written work that does the same. What disturbs the machine for
 * a while disturbs both; of many pairs, the median is told.
 */
final class Pairs {
    private final List<Pair> pairs = new ArrayList<>();
    private final Random random = new Random(1);

    /** Two neighbours. */
    record Pair(Slice handWritten, Slice isolated) {
        double ratio() {
            return isolated.micros() / handWritten.micros();
        }

        double addedMicros() {
            return isolated.micros() - handWritten.micros();
        }

        double addedBytes() {
            return isolated.bytes() - handWritten.bytes();
        }
    }

    /** A slice of work. */
    interface Work {
        Slice slice() throws Exception;
    }

    /** Adds a pair, in an order that chance decides. */
    void add(Work handWritten, Work isolated) throws Exception {
        if (random.nextBoolean()) {
            Slice first = handWritten.slice();
            pairs.add(new Pair(first, isolated.slice()));
        } else {
            Slice first = isolated.slice();
            pairs.add(new Pair(handWritten.slice(), first));
        }
    }

    int size() {
        return pairs.size();
    }

    double median(ToDoubleFunction<Pair> value) {
        return quantile(0.5, value);
    }

    double quantile(double part, ToDoubleFunction<Pair> value) {
        double[] values = pairs.stream().mapToDouble(value).sorted().toArray();
        return values[(int) (part * (values.length - 1))];
    }

    double mean(ToDoubleFunction<Pair> value) {
        return pairs.stream().mapToDouble(value).average().orElseThrow();
    }
}
