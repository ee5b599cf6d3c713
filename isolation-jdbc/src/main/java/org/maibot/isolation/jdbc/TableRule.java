package org.maibot.isolation.jdbc;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.ScopedSql.Slot;
import org.maibot.isolation.jdbc.TableDescription.Access;

/** How the rows of one table belong to scopes. Immutable; one instance for each table of a {@link SchemaRules}. */
final class TableRule {
    /**
     * The column of a dimension.
     *
     * @param name its name as the database spells it
     * @param type how ids are kept in it
     * @param maxLength how many characters it holds, or 0 if that is not bounded
     * @param required whether every insert must give it a value
     * @param exact whether the database takes no two ids in it for the same
     * @param nullIsWider whether rows in which it is NULL belong to the wider level, and are seen from inside it
     */
    record DimensionColumn(
            String name, IdType type, int maxLength, boolean required, boolean exact, boolean nullIsWider) {
        /** The value of a context for this column. */
        Slot.Scope value(Dimension dimension) {
            return new Slot.Scope(dimension, type, maxLength);
        }

        /**
         * The operator that compares it with its value. MySQL puts together what a column equals by {@code =}, there and
         * in the caller's conditions, and compares those values by the session's collation, not by the column's: then the
         * caller's may take the place of the scope's. Its other equality stays out of that.
         */
        String equality(SqlFamily family) {
            return family == SqlFamily.MYSQL && type == IdType.TEXT ? "<=>" : "=";
        }
    }

    private final LiveSchema.Table table;
    private final String qualifiedName;
    private final Access access;
    private final Map<String, Dimension> dimensions = new HashMap<>();
    private final Map<Dimension, Map<Dimension, DimensionColumn>> fixedByLevel;
    private final Map<Dimension, Map<Dimension, DimensionColumn>> openByLevel;

    /**
     * Creates a rule.
     *
     * @param columns the column of each dimension that the table carries; always the tenant's for a scoped table
     */
    TableRule(SqlSyntax syntax, LiveSchema.Table table, Access access, Map<Dimension, DimensionColumn> columns) {
        this.table = table;
        this.access = access;
        this.qualifiedName =
                syntax.family().quote(table.schema()) + "." + syntax.family().quote(table.name());
        columns.forEach((dimension, column) -> dimensions.put(syntax.foldColumn(column.name(), true), dimension));
        this.fixedByLevel = byLevel(columns, true);
        this.openByLevel = byLevel(columns, false);
    }

    private static Map<Dimension, Map<Dimension, DimensionColumn>> byLevel(
            Map<Dimension, DimensionColumn> columns, boolean fixed) {
        return Arrays.stream(Dimension.values())
                .collect(Collectors.toMap(
                        level -> level,
                        level -> select(columns, dimension -> (dimension.compareTo(level) <= 0) == fixed)));
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

    /** The table's schema as the database spells it. */
    String schema() {
        return table.schema();
    }

    /** The table's name as the database spells it. */
    String table() {
        return table.name();
    }

    /** The quoted names of the schema and the table. */
    String qualifiedName() {
        return qualifiedName;
    }

    Access access() {
        return access;
    }

    boolean isScoped() {
        return access == Access.SCOPED;
    }

    /** The query of a view; refuses one that is not known. */
    String query(SqlSyntax syntax) {
        return ViewQuery.of(table, syntax);
    }

    /** Whether it is a view whose rows are made when it is read. */
    boolean isComputed() {
        return table.kind() == LiveSchema.Kind.VIEW;
    }

    boolean isView() {
        return table.kind() != LiveSchema.Kind.TABLE;
    }

    /** What it says, for others. */
    TableDescription describe() {
        Map<Dimension, String> names = new EnumMap<>(Dimension.class);
        Set<Dimension> wider = EnumSet.noneOf(Dimension.class);
        fixedBy(Dimension.CHAT_STREAM).forEach((dimension, column) -> {
            names.put(dimension, column.name());
            if (column.nullIsWider()) {
                wider.add(dimension);
            }
        });
        return new TableDescription(
                table.schema(),
                table.name(),
                isView(),
                access,
                Collections.unmodifiableMap(names),
                Collections.unmodifiableSet(wider));
    }

    /** The columns whose values a level fixes, outermost first. */
    Map<Dimension, DimensionColumn> fixedBy(Dimension level) {
        return fixedByLevel.getOrDefault(level, Map.of());
    }

    /** The columns whose values a level leaves open, outermost first. */
    Map<Dimension, DimensionColumn> leftOpenBy(Dimension level) {
        return openByLevel.getOrDefault(level, Map.of());
    }

    /** The columns in their order, by their folded names. */
    List<String> columns() {
        return List.copyOf(table.columns().keySet());
    }

    boolean hasColumn(String foldedName) {
        return table.columns().containsKey(foldedName);
    }

    /** A column's name as the database spells it. */
    String columnName(String foldedName) {
        LiveSchema.Column column = table.columns().get(foldedName);
        return column == null ? foldedName : column.name();
    }

    /** Whether the database computes some of the columns itself. */
    boolean hasGeneratedColumns() {
        return table.columns().values().stream().anyMatch(LiveSchema.Column::generated);
    }

    /** The dimension that a column holds, or empty if it holds none. */
    Optional<Dimension> dimensionOf(String foldedColumn) {
        return Optional.ofNullable(dimensions.get(foldedColumn));
    }

    /**
     * Whether a row to be inserted can only ever meet rows of the same scope in a unique key.
     *
     * @param level what the contexts fix
     * @param given the folded names of the columns that the insert gives values to
     */
    boolean meetsOnlyItsScope(Dimension level, Set<String> given) {
        Map<Dimension, DimensionColumn> scope = fixedBy(level);
        boolean exact = scope.values().stream().allMatch(DimensionColumn::exact);
        Set<String> names = dimensions.entrySet().stream()
                .filter(entry -> scope.containsKey(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return table.uniqueKeys().stream().allMatch(key -> {
            boolean isCounter = key.size() == 1
                    && !given.contains(key.iterator().next())
                    && isCounter(key.iterator().next());
            return (exact && key.containsAll(names)) || isCounter;
        });
    }

    /** Whether a row that meets another one in a unique key takes its place, whatever the statement says. */
    boolean replacesOnConflict() {
        return table.replacesOnConflict();
    }

    private boolean isCounter(String column) {
        LiveSchema.Column known = table.columns().get(column);
        return known != null && known.counter();
    }
}
