package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** All ways to choose one of some options for each of several places, those nearest to the first options first. */
final class Combinations {
    private static final int MOST = 4000;

    private Combinations() {}

    /** @param sizes how many options each place has */
    static Iterator<int[]> of(int[] sizes) {
        List<int[]> all = new ArrayList<>();
        int steps = 0;
        for (int size : sizes) {
            steps += size - 1;
        }
        for (int sum = 0; sum <= steps && all.size() < MOST; sum++) {
            add(all, sizes, new int[sizes.length], 0, sum);
        }
        return all.iterator();
    }

    private static void add(List<int[]> all, int[] sizes, int[] chosen, int place, int sum) {
        if (place == sizes.length) {
            if (sum == 0) {
                all.add(chosen.clone());
            }
            return;
        }
        for (int option = 0; option < sizes[place] && option <= sum && all.size() < MOST; option++) {
            chosen[place] = option;
            add(all, sizes, chosen, place + 1, sum - option);
        }
    }
}
