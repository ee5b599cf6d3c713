package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.maibot.isolation.testkit.HostTable.ForeignKey;

/**
 * The order in which tables are planted: parents before children.
 *
 * @param tables in this order
 * @param promised the foreign keys whose parent comes later, though the child cannot do without it
 */
record PlantingOrder(List<HostTable> tables, Set<ForeignKey> promised) {
    static PlantingOrder of(List<HostTable> tables) {
        PlantingOrder order = new PlantingOrder(new ArrayList<>(), new LinkedHashSet<>());
        Map<String, HostTable> rest = new LinkedHashMap<>();
        tables.forEach(table -> rest.put(table.name(), table));
        while (!rest.isEmpty()) {
            HostTable next = order.next(rest);
            rest.remove(next.name());
            order.tables.add(next);
        }
        return order;
    }

    private HostTable next(Map<String, HostTable> rest) {
        for (HostTable table : rest.values()) {
            if (waiting(table, rest).isEmpty()) {
                return table;
            }
        }
        for (HostTable table : rest.values()) {
            if (waiting(table, rest).stream().allMatch(table::canDoWithout)) {
                return table;
            }
        }
        for (HostTable table : rest.values()) {
            List<ForeignKey> needed = needed(table, rest);
            if (needed.stream().allMatch(ForeignKey::deferrable)) {
                promised.addAll(needed);
                return table;
            }
        }
        throw cycle(rest);
    }

    /** The keys that refer to tables which are not planted yet. */
    private static List<ForeignKey> waiting(HostTable table, Map<String, HostTable> rest) {
        return table.keys().stream()
                .filter(key -> rest.containsKey(key.parent()) && !key.parent().equals(table.name()))
                .toList();
    }

    private static List<ForeignKey> needed(HostTable table, Map<String, HostTable> rest) {
        return waiting(table, rest).stream()
                .filter(key -> !table.canDoWithout(key))
                .toList();
    }

    private static IllegalStateException cycle(Map<String, HostTable> rest) {
        List<String> path = new ArrayList<>();
        HostTable table = rest.values().iterator().next();
        while (table != null && !path.contains(table.name())) {
            path.add(table.name());
            table = needed(table, rest).stream()
                    .map(key -> rest.get(key.parent()))
                    .findFirst()
                    .orElse(null);
        }
        path = table == null ? path : path.subList(path.indexOf(table.name()), path.size());
        return new IllegalStateException("No row can be planted first into any of the tables "
                + String.join(" -> ", path)
                + " -> " + path.get(0) + ", since their foreign keys are NOT NULL and refer to each other. Make one of"
                + " them nullable or deferrable");
    }
}
