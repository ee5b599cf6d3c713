package org.maibot.isolation.jdbc;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/** How the rows of one table belong to scopes. Immutable; one instance for each table of a {@link TableRules}. */
final class TableRule {
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

    private final String table;
    private final Access access;
    private final Set<String> columnNames;
    private final Map<String, Dimension> dimensions = new HashMap<>();
    private final Map<Dimension, Field<String>> fields = new EnumMap<>(Dimension.class);
    private final Map<Dimension, Map<Dimension, DimensionColumn>> fixedByLevel;
    private final Map<Dimension, Map<Dimension, DimensionColumn>> openByLevel;

    /**
     * Creates a rule.
     *
     * @param table the table's name as the database spells it
     * @param columnNames the names of all its columns, folded
     * @param columns the column of each dimension that the table carries; always the tenant's for a scoped table
     */
    TableRule(String table, Access access, Set<String> columnNames, Map<Dimension, DimensionColumn> columns) {
        this.table = table;
        this.access = access;
        this.columnNames = Set.copyOf(columnNames);
        columns.forEach((dimension, column) -> dimensions.put(TableRules.fold(column.name()), dimension));
        columns.forEach((dimension, column) -> fields.put(dimension, field(DSL.quotedName(table), column)));
        this.fixedByLevel = byLevel(columns, level -> dimension -> dimension.compareTo(level) <= 0);
        this.openByLevel = byLevel(columns, level -> dimension -> dimension.compareTo(level) > 0);
    }

    private static Map<Dimension, Map<Dimension, DimensionColumn>> byLevel(
            Map<Dimension, DimensionColumn> columns, Function<Dimension, Predicate<Dimension>> which) {
        return Arrays.stream(Dimension.values())
                .collect(Collectors.toMap(level -> level, level -> select(columns, which.apply(level))));
    }

    private static Map<Dimension, DimensionColumn> select(
            Map<Dimension, DimensionColumn> columns, Predicate<Dimension> which) {
        Map<Dimension, DimensionColumn> selected = new EnumMap<>(Dimension.class);
        columns.forEach((dimension, column) -> {
            if (which.test(dimension)) {
                selected.put(dimension, column);
            }
        });
        return Collections.unmodifiableMap(selected);
    }

    /** The table's name as the database spells it. */
    String table() {
        return table;
    }

    Access access() {
        return access;
    }

    boolean isScoped() {
        return access == Access.SCOPED;
    }

    /** The columns whose values a context fixes, outermost first. */
    Map<Dimension, DimensionColumn> fixedBy(IsolationContext context) {
        return fixedByLevel.getOrDefault(context.level(), Map.of());
    }

    /** The columns whose values a context leaves open, outermost first. */
    Map<Dimension, DimensionColumn> leftOpenBy(IsolationContext context) {
        return openByLevel.getOrDefault(context.level(), Map.of());
    }

    /** Refuses a column that the table does not have: it may stand for others. */
    void requireColumn(Field<?> column) {
        if (!hasColumn(column.getName())) {
            throw Refusal.unknownColumn(table);
        }
    }

    /** The column of a dimension, of the table as a statement calls it at some place. */
    Field<String> field(Name qualifier, Dimension dimension, DimensionColumn column) {
        Field<String> known = fields.get(dimension);
        boolean unaliased = qualifier.parts().length == 1 && table.equals(qualifier.last());
        return known != null && unaliased ? known : field(qualifier, column);
    }

    private static Field<String> field(Name qualifier, DimensionColumn column) {
        return DSL.field(qualifier.append(DSL.quotedName(column.name())), SQLDataType.VARCHAR);
    }

    boolean hasColumn(String name) {
        return columnNames.contains(TableRules.fold(name));
    }

    /** The dimension that a column holds, or empty if it holds none. */
    Optional<Dimension> dimensionOf(String column) {
        return Optional.ofNullable(dimensions.get(TableRules.fold(column)));
    }
}
