package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
 * from what the host declares. A table with neither is refused until it is declared global. Immutable, but for a bounded
 * cache of the statements that were scoped by these rules; safe for use by several threads.
 */
public final class TableRules {
    private static final long CACHED_CHARACTERS = 16L * 1024 * 1024;

    private final LiveSchema schema;
    private final Set<String> columns = new HashSet<>();
    private final Map<LiveSchema.Key, TableRule> rules;
    private final Cache<ScopedText, ScopedSql> scoped = Caffeine.newBuilder()
            .maximumWeight(CACHED_CHARACTERS)
            .weigher((ScopedText text, ScopedSql sql) ->
                    text.sql().length() + sql.sql().length())
            .recordStats()
            .build();

    private TableRules(LiveSchema schema, Map<LiveSchema.Key, TableRule> rules) {
        this.schema = schema;
        this.rules = Map.copyOf(rules);
        schema.tables().values().forEach(table -> columns.addAll(table.columns().keySet()));
    }

    /** What a scoped statement is kept under; no value of any context. */
    private record ScopedText(String sql, Dimension level) {}

    /** Starts the declarations. */
    public static Builder builder() {
        return new Builder();
    }

    /** How the database reads SQL. */
    SqlSyntax syntax() {
        return schema.syntax();
    }

    /** Whether a name in front of a schema's is that of the database itself. */
    boolean isCatalog(String name) {
        return !name.isEmpty() && name.equals(schema.catalog());
    }

    /** The rule of a table that is named without its schema, or empty if it has none and is to be refused. */
    Optional<TableRule> find(String foldedTable) {
        return find(syntax().foldTable(schema.defaultSchema(), true), foldedTable);
    }

    /** The rule of a table, or empty if it has none and is to be refused. */
    Optional<TableRule> find(String foldedSchema, String foldedTable) {
        return Optional.ofNullable(rules.get(new LiveSchema.Key(foldedSchema, foldedTable)));
    }

    /** Whether some table has a column of this name. */
    boolean isColumn(String foldedName) {
        return columns.contains(foldedName);
    }

    /** Whether a function may read tables behind the statement's back. */
    boolean isUnknownFunction(String foldedName) {
        return schema.functions().contains(foldedName);
    }

    /**
     * Scopes a statement for all contexts of a level.
     *
     * @throws org.maibot.isolation.IsolationViolationException if it cannot be shown to stay in its scope
     */
    ScopedSql scope(String sql, Dimension level) {
        return scoped.get(new ScopedText(sql, level), text -> StatementScoper.scope(sql, this, level));
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
            mapping.accept(mappings.computeIfAbsent(SqlFamily.lower(table), name -> new TableMapping()));
            return this;
        }

        private Builder addAll(Set<String> names, String... tables) {
            for (String table : tables) {
                names.add(SqlFamily.lower(requireNonNull(table, "table")));
            }
            return this;
        }

        /**
         * Reads the schema of a database and combines it with the declarations.
         *
         * @throws SQLException if the schema cannot be read
         * @throws IllegalArgumentException if it is of a database that is not served
         * @throws IllegalStateException if a declaration does not fit the schema; the message lists all that do not
         */
        public TableRules readFrom(DataSource dataSource) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                return combine(LiveSchema.read(connection));
            }
        }

        private TableRules combine(LiveSchema schema) {
            List<String> errors = new ArrayList<>();
            Map<LiveSchema.Key, TableRule> rules = new HashMap<>();
            Set<String> declared = new TreeSet<>(mappings.keySet());
            declared.addAll(global);
            declared.addAll(globalWritable);
            schema.tables().keySet().forEach(key -> declared.removeAll(names(key, schema)));
            declared.forEach(table -> errors.add("table " + table + " is declared but does not exist"));
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
            return new TableRules(schema, rules);
        }

        /** What a table may be called in declarations: without its schema only if it is in the default one. */
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
                    .filter(java.util.Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            if (isGlobal && mapping != null) {
                errors.add("table " + names.get(0) + " is declared both global and scoped");
            }
            if (isGlobal) {
                boolean writable = names.stream().anyMatch(globalWritable::contains);
                return new TableRule(
                        schema.syntax(), table, writable ? Access.GLOBAL_WRITABLE : Access.GLOBAL, Map.of());
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
}
