package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.maibot.isolation.Dimension;

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
    private final Set<LiveSchema.Key> sequences;
    private final Cache<ScopedText, ScopedSql> scoped = Caffeine.newBuilder()
            .maximumWeight(CACHED_CHARACTERS)
            .weigher((ScopedText text, ScopedSql sql) ->
                    text.sql().length() + sql.sql().length())
            .recordStats()
            .build();

    TableRules(LiveSchema schema, Map<LiveSchema.Key, TableRule> rules, Set<LiveSchema.Key> sequences) {
        this.schema = schema;
        this.rules = Map.copyOf(rules);
        this.sequences = Set.copyOf(sequences);
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
        return find(defaultSchema(), foldedTable);
    }

    /** The folded name of the schema in which tables are found that are named without one. */
    String defaultSchema() {
        return syntax().foldTable(schema.defaultSchema(), true);
    }

    /** Whether a sequence is declared. */
    boolean hasSequence(LiveSchema.Key sequence) {
        return sequences.contains(sequence);
    }

    /** The rule of a table, or empty if it has none and is to be refused. */
    Optional<TableRule> find(String foldedSchema, String foldedTable) {
        return Optional.ofNullable(rules.get(new LiveSchema.Key(foldedSchema, foldedTable)));
    }

    /** The indexes of all tables. */
    List<SchemaFacts.Index> indexes() {
        return schema.indexes();
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
        private final TableDeclarations declarations = new TableDeclarations();

        private Builder() {}

        /** Tables that hold no scope's rows: readable in every context, written only by the system. */
        public Builder globalTables(String... tables) {
            return addAll(declarations.global, tables);
        }

        /** Tables that hold no scope's rows: readable and writable in every context. */
        public Builder globalWritableTables(String... tables) {
            return addAll(declarations.globalWritable, tables);
        }

        /**
         * Sequences that all scopes share: each may take the next number, and its numbers tell how many others were
         * taken meanwhile.
         */
        public Builder sequences(String... names) {
            return addAll(declarations.sequences, names);
        }

        /** A scoped table whose columns have other names, or whose NULLs have a meaning. */
        public Builder table(String table, Consumer<TableMapping> mapping) {
            mapping.accept(declarations.mappings.computeIfAbsent(SqlFamily.lower(table), name -> new TableMapping()));
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
                return declarations.combine(LiveSchema.read(connection));
            }
        }
    }
}
