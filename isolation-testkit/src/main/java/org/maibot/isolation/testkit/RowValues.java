package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.testkit.ColumnValues.Mark;
import org.maibot.isolation.testkit.ColumnValues.Option;
import org.maibot.isolation.testkit.HostTable.ForeignKey;
import org.maibot.isolation.testkit.SeedRow.CopyOf;

/** Makes rows of a table: the ids of their owner, the keys of their parents, and an option of each other column. */
final class RowValues {
    private final Connection connection;
    private final HostTable table;
    private final CanarySeeder seeder;
    private final List<ForeignKey> keys;
    private final Map<String, List<Option>> options = new LinkedHashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private long ordinal;

    /** @param given options by columns, in place of what the schema suggests */
    RowValues(Connection connection, HostTable table, Map<String, List<Option>> given, CanarySeeder seeder) {
        this.connection = connection;
        this.table = table;
        this.seeder = seeder;
        this.keys = table.keys().stream()
                .sorted(Comparator.comparing(key -> -key.columns().size()))
                .toList();
        Set<String> inKeys = new HashSet<>();
        keys.forEach(key -> inKeys.addAll(key.columns()));
        for (HostColumn column : table.columns()) {
            List<Option> known = given.get(column.name());
            if (known != null) {
                options.put(column.name(), known);
            } else if (inKeys.contains(column.name())) {
                options.put(column.name(), ofKey(column));
            } else if (column.type().isUnknown() && !column.isOptional()) {
                unknown.add(column.name());
            } else if (!column.isLeftOut()) {
                options.put(column.name(), ColumnValues.of(column, table.checksOf(column.name())));
            }
        }
    }

    private static List<Option> ofKey(HostColumn column) {
        return column.nullable() ? List.of(draw -> Mark.KEY, draw -> null) : List.of(draw -> Mark.KEY);
    }

    /** The values that cannot be chosen. */
    Map<String, @Nullable Object> fixed(@Nullable Owner owner, Map<String, Object> wanted) {
        Map<String, @Nullable Object> fixed = new LinkedHashMap<>();
        if (owner != null) {
            for (Map.Entry<Dimension, String> column : table.dimensions().entrySet()) {
                fixed.put(column.getValue(), owner.ids().get(column.getKey()));
            }
        }
        fixed.putAll(wanted);
        return fixed;
    }

    /** The options of the columns that are not fixed. */
    Map<String, List<Option>> options(Set<String> fixed) {
        unknown.stream().filter(column -> !fixed.contains(column)).findFirst().ifPresent(this::refuse);
        Map<String, List<Option>> free = new LinkedHashMap<>(options);
        free.keySet().removeAll(fixed);
        return free;
    }

    private void refuse(String column) {
        throw new PlantingException(
                "The column " + table.name() + "." + column + " of the type "
                        + table.column(column).type().name()
                        + " is NOT NULL and has no default, and no value of that type is"
                        + " known. Give some: column(\"" + table.name() + "\", \"" + column + "\", …)",
                false);
    }

    /** Makes a row. */
    SeedRow row(@Nullable Owner owner, Map<String, @Nullable Object> fixed, RowSearch search) throws SQLException {
        SeedRow row = SeedRow.of(table);
        row.values().putAll(fixed);
        long number = seeder.nextNumber();
        ordinal++;
        Set<String> open = new LinkedHashSet<>();
        search.options().forEach((column, free) -> {
            row.put(column, free.get(search.chosen(column)), seeder.draw(number, ordinal, owner));
            if (row.values().get(column) == Mark.KEY) {
                row.values().remove(column);
                open.add(column);
            }
        });
        for (ForeignKey key : keys) {
            refer(row, key, open, owner, number);
        }
        for (String column : open) {
            putUsual(row, table.column(column), column, owner, number);
        }
        copy(row, owner, number);
        return row;
    }

    /** Puts a value of the type of one column into another. */
    private void putUsual(SeedRow row, HostColumn like, String column, @Nullable Owner owner, long number) {
        row.put(column, ColumnValues.of(like, List.of()).get(0), seeder.draw(number, ordinal, owner));
    }

    /** Puts the values of a key, so that the row refers to another one of its owner. */
    private void refer(SeedRow row, ForeignKey key, Set<String> open, @Nullable Owner owner, long number)
            throws SQLException {
        HostTable parent = seeder.table(key.parent());
        List<String> missing = key.columns().stream().filter(open::contains).toList();
        boolean isNull = key.columns().stream()
                .anyMatch(column -> !open.contains(column) && row.values().get(column) == null);
        if (isNull && missing.isEmpty()) {
            return; // a key with a NULL refers to nothing
        }
        List<Map<String, Object>> rows = parent == null ? List.of() : parents(row, key, parent, owner);
        open.removeAll(missing);
        if (!rows.isEmpty()) {
            Map<String, Object> chosen = rows.get((int) (number % rows.size()));
            missing.forEach(column -> row.values().put(column, chosen.get(referenced(key, column))));
        } else if (isNull) {
            open.addAll(missing);
        } else {
            referToNone(row, key, missing, parent, owner, number);
        }
    }

    private static String referenced(ForeignKey key, String column) {
        return key.referenced().get(key.columns().indexOf(column));
    }

    /** The rows to refer to. Those of nobody are planted if there is none. */
    private List<Map<String, Object>> parents(SeedRow row, ForeignKey key, HostTable parent, @Nullable Owner owner)
            throws SQLException {
        ParentRows parents = new ParentRows(connection, parent, key, owner);
        List<Map<String, Object>> rows = parents.matching(row.values());
        boolean optional = key.columns().stream()
                .anyMatch(column -> !row.values().containsKey(column)
                        && table.column(column).nullable());
        if (rows.isEmpty() && !optional && !parent.isScoped() && !parent.name().equals(table.name())) {
            Map<String, Object> wanted = new HashMap<>();
            for (String column : key.columns()) {
                Object value = row.values().get(column);
                if (value != null) {
                    wanted.put(referenced(key, column), value);
                }
            }
            seeder.plantShared(parent, wanted);
            rows = parents.matching(row.values());
        }
        return rows;
    }

    /** Puts the values of a key for which there is no row to refer to. */
    private void referToNone(
            SeedRow row,
            ForeignKey key,
            List<String> missing,
            @Nullable HostTable parent,
            @Nullable Owner owner,
            long number) {
        List<String> nullable = missing.stream()
                .filter(column -> table.column(column).nullable())
                .toList();
        if (!nullable.isEmpty()) {
            missing.forEach(column -> row.values().put(column, null));
        } else if (parent != null && seeder.isPromised(key)) {
            promise(row, key, parent, owner, number);
        } else if (parent != null && parent.name().equals(table.name())) {
            missing.forEach(column -> row.values().put(column, new CopyOf(referenced(key, column))));
        } else if (!missing.isEmpty()) {
            throw new PlantingException(
                    "The foreign key " + table.name() + "." + key.columns() + " is NOT NULL, and " + key.parent()
                            + " has no row " + (owner == null ? "" : "of " + owner.context() + " ")
                            + "to refer to. Give values that it takes: column(\"" + table.name() + "\", \""
                            + missing.get(0) + "\", …)",
                    true);
        }
    }

    /** Puts the values of a key, and has the row planted later that it refers to. */
    private void promise(SeedRow row, ForeignKey key, HostTable parent, @Nullable Owner owner, long number) {
        Map<String, Object> promised = new LinkedHashMap<>();
        for (String column : key.columns()) {
            HostColumn referenced = parent.column(referenced(key, column));
            if (!row.values().containsKey(column)) {
                putUsual(row, referenced, column, owner, number);
            }
            Object value = row.values().get(column);
            if (value != null) {
                promised.put(referenced.name(), value);
            }
        }
        row.promised().put(key, promised);
    }

    /** Gives columns the values of others, which get some if they have none. */
    private void copy(SeedRow row, @Nullable Owner owner, long number) {
        for (String column : new ArrayList<>(row.values().keySet())) {
            if (row.values().get(column) instanceof CopyOf copy) {
                if (!row.values().containsKey(copy.column())) {
                    putUsual(row, table.column(copy.column()), copy.column(), owner, number);
                }
                row.values().put(column, row.values().get(copy.column()));
            }
        }
    }
}
