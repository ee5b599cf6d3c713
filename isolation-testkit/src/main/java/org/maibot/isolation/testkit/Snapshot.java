package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/** The rows of all tables at one time. */
record Snapshot(List<Row> rows) {
    /**
     * A row.
     *
     * @param table the name of its table
     * @param owner the ids in its isolation columns, those that are NULL left out; empty for a table without any
     * @param carried the dimensions that its table carries
     * @param nullIsWider those of them whose column is NULL in rows of the wider level, which are seen from inside it
     * @param values by their columns, in their order
     */
    record Row(
            String table,
            Map<Dimension, String> owner,
            List<Dimension> carried,
            Set<Dimension> nullIsWider,
            Map<String, String> values) {
        /** Whether a context sees it: a row of its scope, or of a wider level. */
        boolean isSeenIn(IsolationContext context) {
            return carried.stream()
                    .allMatch(dimension -> context.id(dimension)
                            .map(id -> owner.containsKey(dimension)
                                    ? id.equals(owner.get(dimension))
                                    : nullIsWider.contains(dimension))
                            .orElse(true));
        }

        /** Whether it is of a context's scope, whose code may write it. */
        boolean isOf(IsolationContext context) {
            return carried.stream()
                    .allMatch(dimension -> context.id(dimension)
                            .map(id -> id.equals(owner.get(dimension)))
                            .orElse(true));
        }

        boolean isScoped() {
            return !carried.isEmpty();
        }

        /** Its scope and its values, for people. */
        String describe() {
            return table
                    + values
                    + (isScoped()
                            ? " of "
                                    + owner.entrySet().stream()
                                            .map(id -> id.getKey().columnName() + "=" + id.getValue())
                                            .collect(Collectors.joining(", "))
                            : "");
        }
    }

    /** The rows of others than a context, also of wider levels. */
    List<Row> outside(IsolationContext context) {
        return rows.stream().filter(row -> row.isScoped() && !row.isOf(context)).toList();
    }

    /** The rows of a context, and those that belong to nobody. */
    List<Row> inside(IsolationContext context) {
        return rows.stream().filter(row -> !row.isScoped() || row.isOf(context)).toList();
    }

    /** Whether two hold the same rows, in whatever order. */
    boolean isSameAs(Snapshot other) {
        return rows.size() == other.rows.size() && without(rows, other.rows).isEmpty();
    }

    /** Those of some rows or lines that are not among others, each as often as it is missing. */
    static <T> List<T> without(List<T> rows, List<T> others) {
        Map<T, Integer> known = new HashMap<>();
        others.forEach(row -> known.merge(row, 1, Integer::sum));
        List<T> rest = new ArrayList<>();
        for (T row : rows) {
            if (known.merge(row, -1, Integer::sum) < 0) {
                rest.add(row);
            }
        }
        return rest;
    }
}
