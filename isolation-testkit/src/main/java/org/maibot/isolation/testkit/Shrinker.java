package org.maibot.isolation.testkit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes what was grown smaller, by leaving out and simplifying the choices that it was grown by.
 *
 * @param <T> what is grown
 */
final class Shrinker<T> {
    private static final int ATTEMPTS = 300;

    private final Function<Choices, T> growing;
    private final Test<T> isStillWanted;
    private List<Integer> choices;
    private T smallest;
    private int attempts;

    /** Whether something still is what it was for. */
    interface Test<T> {
        boolean holds(T smaller) throws SQLException;
    }

    Shrinker(List<Integer> choices, Function<Choices, T> growing, Test<T> isStillWanted) {
        this.choices = choices;
        this.growing = growing;
        this.isStillWanted = isStillWanted;
        this.smallest = growing.apply(Choices.again(choices));
    }

    /** The smallest that is found. */
    T smallest() throws SQLException {
        boolean smaller = true;
        while (smaller && attempts < ATTEMPTS) {
            smaller = false;
            for (int size = Integer.highestOneBit(Math.max(1, choices.size())); size > 0; size /= 2) {
                smaller |= leaveOut(size);
            }
            smaller |= simplify();
        }
        return smallest;
    }

    private boolean leaveOut(int size) throws SQLException {
        boolean smaller = false;
        for (int from = 0; from + size <= choices.size(); ) {
            List<Integer> fewer = new ArrayList<>(choices);
            fewer.subList(from, from + size).clear();
            boolean holds = accept(fewer);
            smaller |= holds;
            from += holds ? 0 : size;
        }
        return smaller;
    }

    private boolean simplify() throws SQLException {
        boolean smaller = false;
        for (int i = 0; i < choices.size(); i++) {
            for (int simpler : new int[] {0, choices.get(i) / 2, choices.get(i) - 1}) {
                if (i < choices.size() && simpler >= 0 && simpler < choices.get(i)) {
                    List<Integer> changed = new ArrayList<>(choices);
                    changed.set(i, simpler);
                    smaller |= accept(changed);
                }
            }
        }
        return smaller;
    }

    private boolean accept(List<Integer> simpler) throws SQLException {
        if (attempts++ >= ATTEMPTS) {
            return false;
        }
        Choices again = Choices.again(simpler);
        T grown = growing.apply(again);
        List<Integer> made = again.made();
        if (!isSimpler(made) || !isStillWanted.holds(grown)) {
            return false;
        }
        choices = made;
        smallest = grown;
        return true;
    }

    /** Fewer choices, or as many and at the first difference the simpler one. */
    private boolean isSimpler(List<Integer> made) {
        if (made.size() != choices.size()) {
            return made.size() < choices.size();
        }
        for (int i = 0; i < made.size(); i++) {
            int difference = Integer.compare(made.get(i), choices.get(i));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }
}
