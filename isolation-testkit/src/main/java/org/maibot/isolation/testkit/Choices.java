package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The choices by which something is grown. They are remembered, so that it can be grown again, and smaller: of each choice 0
 * is the simplest. The way of Hypothesis (MacIver and Donaldson, "Test-Case Reduction via Test-Case Generation", 2020).
 */
final class Choices {
    private static final int HUNDRED = 100;

    private final Random random;
    private final List<Integer> given;
    private final List<Integer> made = new ArrayList<>();
    private final boolean simplest;

    private Choices(Random random, List<Integer> given, boolean simplest) {
        this.random = random;
        this.given = given;
        this.simplest = simplest;
    }

    /** Random ones, the same for the same seed. */
    static Choices of(long seed) {
        Random random = new Random(seed);
        random.nextInt(); // the first one of neighbouring seeds is much the same
        return new Choices(random, List.of(), false);
    }

    /** Those that are given, and after them the simplest. */
    static Choices again(List<Integer> given) {
        return new Choices(new Random(0), given, true);
    }

    /** Those that were made, in their order. */
    List<Integer> made() {
        return List.copyOf(made);
    }

    /** A number from 0 on. */
    int below(int bound) {
        int place = made.size();
        int choice =
                place < given.size() ? Math.min(given.get(place), bound - 1) : simplest ? 0 : random.nextInt(bound);
        made.add(choice);
        return choice;
    }

    /** Whether something is done that is done so often. */
    boolean chance(int percent) {
        return below(HUNDRED) >= HUNDRED - percent;
    }

    /** One of some values, the first of which is the simplest. */
    <T> T any(List<T> values) {
        return values.get(below(values.size()));
    }
}
