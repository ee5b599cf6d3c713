package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.TableDescription.Access;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/** What a host declares of its tables and sequences, by their names in lower case. Not safe for use by several threads. */
final class TableDeclarations {
    final Map<String, TableMapping> mappings = new HashMap<>();
    final Set<String> global = new HashSet<>();
    final Set<String> globalWritable = new HashSet<>();
    final Set<String> sequences = new HashSet<>();

    TableDeclarations copy() {
        TableDeclarations copy = new TableDeclarations();
        mappings.forEach((table, mapping) -> copy.mappings.put(table, mapping.copy()));
        copy.global.addAll(global);
        copy.globalWritable.addAll(globalWritable);
        copy.sequences.addAll(sequences);
        return copy;
    }

    /** A copy in which names have no schema where it is the default one: in another database that may be called otherwise. */
    TableDeclarations copyWithout(String defaultSchema) {
        String prefix = SqlFamily.lower(defaultSchema + ".");
        TableDeclarations copy = new TableDeclarations();
        mappings.forEach((table, mapping) -> copy.mappings.put(without(prefix, table), mapping.copy()));
        global.forEach(table -> copy.global.add(without(prefix, table)));
        globalWritable.forEach(table -> copy.globalWritable.add(without(prefix, table)));
        sequences.forEach(sequence -> copy.sequences.add(without(prefix, sequence)));
        return copy;
    }

    private static String without(String prefix, String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    /** Combines them with a schema; says at once which of them do not fit it. */
    SchemaRules combine(LiveSchema schema) {
        List<String> errors = new ArrayList<>();
        Map<LiveSchema.Key, TableRule> rules = new HashMap<>();
        Set<String> declared = new TreeSet<>(mappings.keySet());
        declared.addAll(global);
        declared.addAll(globalWritable);
        schema.tables().keySet().forEach(key -> declared.removeAll(names(key, schema)));
        declared.forEach(table -> errors.add("table " + table + " is declared but does not exist"));
        Set<LiveSchema.Key> shared = sequences(schema, errors);
        schema.tables().forEach((key, table) -> {
            TableRule rule = rule(schema, key, table, errors);
            if (rule != null && !table.name().equals(CanonicalSchema.HISTORY_TABLE)) {
                rules.put(key, rule);
            }
        });
        if (!errors.isEmpty()) {
            throw new IllegalStateException(
                    "The table declarations do not fit the database: " + String.join("; ", errors));
        }
        return new SchemaRules(schema, rules, shared);
    }

    private Set<LiveSchema.Key> sequences(LiveSchema schema, List<String> errors) {
        Set<LiveSchema.Key> shared = new HashSet<>();
        Set<String> unknown = new TreeSet<>(sequences);
        for (LiveSchema.Key key : schema.sequences()) {
            if (names(key, schema).stream().anyMatch(sequences::contains)) {
                shared.add(key);
                unknown.removeAll(names(key, schema));
            }
        }
        unknown.forEach(name -> errors.add("sequence " + name + " is declared but does not exist"));
        return shared;
    }

    /** What a table or a sequence may be called in declarations: without its schema only if it is in the default one. */
    private static List<String> names(LiveSchema.Key key, LiveSchema schema) {
        String qualified = SqlFamily.lower(key.schema() + "." + key.table());
        return SqlFamily.lower(key.schema()).equals(SqlFamily.lower(schema.defaultSchema()))
                ? List.of(SqlFamily.lower(key.table()), qualified)
                : List.of(qualified);
    }

    private @Nullable TableRule rule(
            LiveSchema schema, LiveSchema.Key key, LiveSchema.Table table, List<String> errors) {
        List<String> names = names(key, schema);
        boolean isGlobal = names.stream().anyMatch(name -> global.contains(name) || globalWritable.contains(name));
        TableMapping mapping = names.stream()
                .map(mappings::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (isGlobal && mapping != null) {
            errors.add("table " + names.get(0) + " is declared both global and scoped");
        }
        if (isGlobal) {
            boolean writable = names.stream().anyMatch(globalWritable::contains);
            return new TableRule(schema.syntax(), table, writable ? Access.GLOBAL_WRITABLE : Access.GLOBAL, Map.of());
        }
        if (mapping == null && table.kind() == LiveSchema.Kind.MATERIALIZED_VIEW) {
            return null; // its rows were computed without a scope
        }
        Map<Dimension, DimensionColumn> columns = columns(
                schema.syntax(), table, mapping == null ? new TableMapping() : mapping, mapping != null, errors);
        return columns.containsKey(Dimension.TENANT)
                ? new TableRule(schema.syntax(), table, Access.SCOPED, columns)
                : null;
    }

    private static Map<Dimension, DimensionColumn> columns(
            SqlSyntax syntax, LiveSchema.Table table, TableMapping mapping, boolean declared, List<String> errors) {
        Map<Dimension, DimensionColumn> columns = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            String name = mapping.columns.getOrDefault(dimension, dimension.columnName());
            LiveSchema.Column column = table.columns().get(syntax.foldColumn(name, true));
            if (column != null && column.idType() == null) {
                errors.add("column " + column.name() + " of table " + table.name() + " holds "
                        + dimension.columnName() + " and is of a type that keeps no ids exactly; make it a text,"
                        + " integer or UUID column");
            } else if (column != null) {
                columns.put(
                        dimension,
                        new DimensionColumn(
                                column.name(),
                                requireNonNull(column.idType()),
                                column.maxLength(),
                                column.required(),
                                column.exact(),
                                mapping.nullIsWider.contains(dimension)));
            } else if (mapping.columns.containsKey(dimension) || mapping.nullIsWider.contains(dimension)) {
                errors.add("table " + table.name() + " has no column " + name + " for " + dimension.columnName());
            }
        }
        if (declared && !columns.containsKey(Dimension.TENANT)) {
            errors.add("table " + table.name() + " is declared scoped but has no column for tenant_id");
        }
        return columns;
    }
}
