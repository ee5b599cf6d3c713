package org.maibot.isolation.jdbc;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * How the rows of one table belong to scopes. Immutable.
 *
 * @param table the table's name as the database spells it
 * @param access what scoped code may do with it
 * @param columnNames the names of all its columns, folded
 * @param columns the column of each dimension that the table carries; always the tenant's for a scoped table
 */
record TableRule(String table, Access access, Set<String> columnNames, Map<Dimension, DimensionColumn> columns) {
    /** What scoped code may do with a table. */
    enum Access {
        /** Only the rows of the scope. */
        SCOPED,
        /** Read all rows, write none. */
        GLOBAL,
        /** Read and write all rows. */
        GLOBAL_WRITABLE
    }

    /**
     * The column of a dimension.
     *
     * @param name its name as the database spells it
     * @param required whether every insert must give it a value
     * @param nullIsWider whether rows in which it is NULL belong to the wider level, and are seen from inside it
     */
    record DimensionColumn(String name, boolean required, boolean nullIsWider) {}

    TableRule {
        columnNames = Set.copyOf(columnNames);
        columns = Map.copyOf(columns);
    }

    boolean isScoped() {
        return access == Access.SCOPED;
    }

    /** The columns whose values a context fixes, outermost first. */
    Map<Dimension, DimensionColumn> fixedBy(IsolationContext context) {
        return select(dimension -> context.fixes(dimension));
    }

    /** The columns whose values a context leaves open, outermost first. */
    Map<Dimension, DimensionColumn> leftOpenBy(IsolationContext context) {
        return select(dimension -> !context.fixes(dimension));
    }

    boolean hasColumn(String name) {
        return columnNames.contains(TableRules.fold(name));
    }

    /** The dimension that a column holds, or empty if it holds none. */
    Optional<Dimension> dimensionOf(String column) {
        String folded = TableRules.fold(column);
        return columns.entrySet().stream()
                .filter(entry -> TableRules.fold(entry.getValue().name()).equals(folded))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Map<Dimension, DimensionColumn> select(Predicate<Dimension> which) {
        Map<Dimension, DimensionColumn> selected = new EnumMap<>(Dimension.class);
        columns.forEach((dimension, column) -> {
            if (which.test(dimension)) {
                selected.put(dimension, column);
            }
        });
        return selected;
    }
}
