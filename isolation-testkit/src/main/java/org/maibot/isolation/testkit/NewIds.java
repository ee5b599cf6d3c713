package org.maibot.isolation.testkit;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.maibot.isolation.testkit.Snapshot.Row;

/**
 * The numbers that a database has counted for new rows. They go on from the rows of everybody, and so differ from the twin's: the
 * first, second and so on of each column are taken for the same.
 */
record NewIds(Set<Row> before, Map<String, String> names) {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    static NewIds of(Tables tables, Snapshot before, Snapshot after) {
        Map<String, String> names = new HashMap<>();
        if (after.equals(before)) {
            return new NewIds(Set.of(), names); // nothing is new
        }
        for (Table table : tables.all()) {
            String counter = table.counter();
            if (counter != null) {
                List<String> known = values(before, table, counter);
                List<String> counted = Snapshot.without(values(after, table, counter), known);
                counted.sort(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
                for (int i = 0; i < counted.size(); i++) {
                    names.put(counted.get(i), table.name() + "#" + (i + 1));
                }
            }
        }
        return new NewIds(Set.copyOf(before.rows()), names);
    }

    private static List<String> values(Snapshot snapshot, Table table, String column) {
        return snapshot.rows().stream()
                .filter(row -> row.table().equals(table.name()))
                .map(row -> row.values().getOrDefault(column, ""))
                .toList();
    }

    /** Names them wherever they stand in lines. */
    List<String> in(List<String> lines) {
        return lines.stream()
                .map(line -> NUMBER.matcher(line)
                        .replaceAll(
                                found -> Matcher.quoteReplacement(names.getOrDefault(found.group(), found.group()))))
                .toList();
    }

    /** A value, or the name of the number that it is. */
    String of(Object value) {
        return names.getOrDefault(value.toString(), value.toString());
    }

    /** Names them in rows that are new or changed, wherever they stand: not all that refer to them are declared to. */
    List<Row> inRows(List<Row> rows) {
        return rows.stream().map(row -> before.contains(row) ? row : inRow(row)).toList();
    }

    private Row inRow(Row row) {
        Map<String, String> values = new LinkedHashMap<>();
        row.values().forEach((column, value) -> values.put(column, names.getOrDefault(value, value)));
        return new Row(row.table(), row.owner(), row.carried(), row.nullIsWider(), values);
    }
}
