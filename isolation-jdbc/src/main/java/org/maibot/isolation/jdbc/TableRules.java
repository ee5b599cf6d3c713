package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.TableRule.Access;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/**
 * The rules of all tables of one database: from its live schema, where a table that has a tenant column is scoped, and
 * from what the host declares. A table with neither is refused until it is declared global. Immutable.
 */
public final class TableRules {
    private final Map<String, TableRule> rules;

    private final boolean declaresCollations;

    private TableRules(Map<String, TableRule> rules, boolean declaresCollations) {
        this.rules = Map.copyOf(rules);
        this.declaresCollations = declaresCollations;
    }

    /** Whether columns may compare otherwise than exactly, unless a comparison says so itself. */
    boolean declaresCollations() {
        return declaresCollations;
    }

    /** Starts the declarations. */
    public static Builder builder() {
        return new Builder();
    }

    /** The rule of a table, or empty if it has none and is to be refused. */
    Optional<TableRule> find(String table) {
        return Optional.ofNullable(rules.get(fold(table)));
    }

    /** SQLite compares names without regard to the case of ASCII letters, quoted or not, and of no others. */
    static String fold(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isUpper(name.charAt(i))) {
                return foldFrom(name, i);
            }
        }
        return name;
    }

    private static String foldFrom(String name, int first) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = first; i < name.length(); i++) {
            char c = name.charAt(i);
            folded.setCharAt(i, isUpper(c) ? (char) (c - 'A' + 'a') : c);
        }
        return folded.toString();
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** Declares tables. Not safe for use by several threads. */
    public static final class Builder {
        private final Map<String, TableMapping> mappings = new HashMap<>();
        private final Set<String> global = new HashSet<>();
        private final Set<String> globalWritable = new HashSet<>();

        private Builder() {}

        /** Tables that hold no scope's rows: readable in every context, written only by the system. */
        public Builder globalTables(String... tables) {
            return addAll(global, tables);
        }

        /** Tables that hold no scope's rows: readable and writable in every context. */
        public Builder globalWritableTables(String... tables) {
            return addAll(globalWritable, tables);
        }

        /** A scoped table whose columns have other names, or whose NULLs have a meaning. */
        public Builder table(String table, Consumer<TableMapping> mapping) {
            mapping.accept(mappings.computeIfAbsent(fold(table), name -> new TableMapping()));
            return this;
        }

        private Builder addAll(Set<String> names, String... tables) {
            for (String table : tables) {
                names.add(fold(requireNonNull(table, "table")));
            }
            return this;
        }

        /**
         * Reads the schema of a database and combines it with the declarations.
         *
         * @throws SQLException if the schema cannot be read
         * @throws IllegalStateException if a declaration does not fit the schema; the message lists all that do not
         */
        public TableRules readFrom(DataSource dataSource) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                return combine(LiveSchema.read(connection));
            }
        }

        private TableRules combine(LiveSchema schema) {
            List<String> errors = new ArrayList<>();
            Map<String, TableRule> rules = new HashMap<>();
            Set<String> declared = new TreeSet<>(mappings.keySet());
            declared.addAll(global);
            declared.addAll(globalWritable);
            declared.removeAll(schema.tables().keySet());
            declared.forEach(table -> errors.add("table " + table + " is declared but does not exist"));
            schema.tables().forEach((table, columns) -> {
                TableRule rule = rule(table, columns, errors);
                if (rule != null && !table.equals(CanonicalSchema.HISTORY_TABLE)) {
                    rules.put(table, rule);
                }
            });
            if (!errors.isEmpty()) {
                throw new IllegalStateException(
                        "The table declarations do not fit the database: " + String.join("; ", errors));
            }
            return new TableRules(rules, schema.declaresCollations());
        }

        private @Nullable TableRule rule(String table, LiveSchema.Table live, List<String> errors) {
            boolean isGlobal = global.contains(table) || globalWritable.contains(table);
            if (isGlobal && mappings.containsKey(table)) {
                errors.add("table " + table + " is declared both global and scoped");
            }
            if (isGlobal) {
                Access access = globalWritable.contains(table) ? Access.GLOBAL_WRITABLE : Access.GLOBAL;
                return new TableRule(live.name(), access, live.columns().keySet(), Map.of());
            }
            Map<Dimension, DimensionColumn> columns = columns(table, live, errors);
            return columns.containsKey(Dimension.TENANT)
                    ? new TableRule(live.name(), Access.SCOPED, live.columns().keySet(), columns)
                    : null;
        }

        private Map<Dimension, DimensionColumn> columns(String table, LiveSchema.Table live, List<String> errors) {
            TableMapping mapping = mappings.getOrDefault(table, new TableMapping());
            Map<Dimension, DimensionColumn> columns = new EnumMap<>(Dimension.class);
            for (Dimension dimension : Dimension.values()) {
                String name = mapping.columns.getOrDefault(dimension, dimension.columnName());
                LiveSchema.Column column = live.columns().get(fold(name));
                if (column != null && column.comparesAsNumber()) {
                    errors.add("column " + column.name() + " of table " + table + " holds " + dimension.columnName()
                            + " and is not of a text type, so different ids would compare as equal numbers");
                } else if (column != null) {
                    boolean nullIsWider = mapping.nullIsWider.contains(dimension);
                    columns.put(dimension, new DimensionColumn(column.name(), column.required(), nullIsWider));
                } else if (mapping.columns.containsKey(dimension) || mapping.nullIsWider.contains(dimension)) {
                    errors.add("table " + table + " has no column " + name + " for " + dimension.columnName());
                }
            }
            if (mappings.containsKey(table) && !columns.containsKey(Dimension.TENANT)) {
                errors.add("table " + table + " is declared scoped but has no column for tenant_id");
            }
            return columns;
        }
    }
}
