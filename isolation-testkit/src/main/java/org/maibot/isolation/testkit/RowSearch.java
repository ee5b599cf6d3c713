package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.maibot.isolation.testkit.ColumnValues.Option;
import org.maibot.isolation.testkit.HostTable.Check;

/**
 * Which option of each column is tried for a row, and what is tried next when the database has refused that. For one row and one
 * thread.
 */
final class RowSearch {
    private final HostTable table;
    private final Map<String, List<Option>> options;
    private final Map<String, Integer> chosen;
    private final Map<Set<String>, Iterator<int[]>> walks = new HashMap<>();
    private Set<String> walked = Set.of();

    /**
     * Starts a search.
     *
     * @param options of the columns whose values are free
     * @param chosen the place of the option of each column to begin with, 0 if it is not there
     */
    RowSearch(HostTable table, Map<String, List<Option>> options, Map<String, Integer> chosen) {
        this.table = table;
        this.options = options;
        this.chosen = new HashMap<>(chosen);
    }

    Map<String, List<Option>> options() {
        return options;
    }

    Map<String, Integer> chosen() {
        return chosen;
    }

    int chosen(String column) {
        return chosen.getOrDefault(column, 0);
    }

    /** Chooses other options; returns whether there are any. */
    boolean change(Refused refused) {
        return refused.why() == Refused.Why.UNCHECKED ? changeChecked(refused) : changeNamed(refused);
    }

    private boolean changeChecked(Refused refused) {
        return walk(together(refused));
    }

    /** Chooses the next options of columns that belong together. */
    private boolean walk(Set<String> together) {
        List<String> columns = new ArrayList<>(together);
        Iterator<int[]> walk = walks.computeIfAbsent(
                together,
                these -> Combinations.of(columns.stream()
                        .mapToInt(column -> options(column).size())
                        .toArray()));
        walked = together;
        if (columns.isEmpty() || !walk.hasNext()) {
            return false;
        }
        int[] next = walk.next();
        for (int i = 0; i < next.length; i++) {
            chosen.put(columns.get(i), next[i]);
        }
        return true;
    }

    private List<Option> options(String column) {
        return options.getOrDefault(column, List.of());
    }

    /** The free columns of the check that is not met, and of those that share columns with it. */
    private Set<String> together(Refused refused) {
        Optional<Check> unmet = refused.check(table.checks());
        Set<String> together = new LinkedHashSet<>();
        table.checks().stream()
                .filter(check ->
                        unmet.isEmpty() || check.name().equals(unmet.get().name()))
                .forEach(check -> together.addAll(free(check)));
        int before;
        do {
            before = together.size();
            for (Check check : table.checks()) {
                if (free(check).stream().anyMatch(together::contains)) {
                    together.addAll(free(check));
                }
            }
        } while (together.size() > before);
        return together;
    }

    private List<String> free(Check check) {
        return check.columns().stream().filter(options::containsKey).toList();
    }

    /** Other values for the column that is named, the next ones for those that were changed last, or plainer texts. */
    private boolean changeNamed(Refused refused) {
        Optional<String> named = refused.column(options.keySet());
        if (!walked.isEmpty() && (named.isEmpty() || walked.contains(named.get()))) {
            return walk(walked);
        }
        boolean changed = false;
        for (String column : named.isPresent() ? List.of(named.get()) : texts()) {
            if (chosen(column) + 1 < options(column).size()) {
                chosen.merge(column, 1, Integer::sum);
                changed = true;
            }
        }
        return changed;
    }

    private List<String> texts() {
        return options.keySet().stream()
                .filter(column -> table.column(column).type().isText() && chosen(column) < 2)
                .toList();
    }
}
