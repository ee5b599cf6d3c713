package org.maibot.isolation.jdbc;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * What a database holds, bit for bit.
 *
 * @param tables the rows of each table, as literals in sorted order
 */
record DatabaseDump(Map<String, List<String>> tables) {

    /** The whole database. */
    static DatabaseDump of(DSLContext system) {
        return of(system, (table, columns) -> DSL.noCondition());
    }

    /** The rows that a scope owns. */
    static DatabaseDump inside(IsolationContext context, DSLContext system) {
        return of(system, (table, columns) -> owned(context, columns));
    }

    /** All other rows, those of wider levels around the scope and of tables without scopes included. */
    static DatabaseDump outside(IsolationContext context, DSLContext system) {
        return of(system, (table, columns) -> DSL.not(owned(context, columns)));
    }

    private static DatabaseDump of(DSLContext system, BiFunction<String, List<String>, Condition> which) {
        LiveSchema schema = system.connectionResult(LiveSchema::read);
        Map<String, List<String>> tables = new TreeMap<>();
        schema.tables().forEach((key, table) -> {
            if (table.kind() == LiveSchema.Kind.TABLE && table.schema().equals(schema.defaultSchema())) {
                List<String> columns = List.copyOf(table.columns().keySet());
                tables.put(table.name(), rows(system, table.name(), columns, which.apply(table.name(), columns)));
            }
        });
        return new DatabaseDump(tables);
    }

    private static Condition owned(IsolationContext context, List<String> columns) {
        if (!columns.contains(Dimension.TENANT.columnName())) {
            return DSL.falseCondition();
        }
        return DSL.and(Arrays.stream(Dimension.values())
                .filter(dimension -> context.fixes(dimension) && columns.contains(dimension.columnName()))
                .map(dimension -> DSL.field(DSL.name(dimension.columnName()), SQLDataType.VARCHAR)
                        .isNotDistinctFrom(context.id(dimension).orElseThrow()))
                .toList());
    }

    private static List<String> rows(DSLContext system, String table, List<String> columns, Condition which) {
        List<Field<Object>> cells =
                columns.stream().map(column -> DSL.field(DSL.name(column))).toList();
        return system.select(cells).from(DSL.table(DSL.name(table))).where(which).fetch().stream()
                .map(row -> row.intoList().stream().map(DatabaseDump::literal).collect(Collectors.joining(", ")))
                .sorted()
                .toList();
    }

    private static String literal(@Nullable Object value) {
        return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }
}
