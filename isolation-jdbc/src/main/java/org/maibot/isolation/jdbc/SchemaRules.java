package org.maibot.isolation.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;

/**
 * The rules of all tables for one state of a schema. Immutable, but for a bounded cache of the statements that were scoped
 * by these rules; safe for use by several threads.
 */
final class SchemaRules {
    static final long CACHED_CHARACTERS = 16L * 1024 * 1024;

    private final LiveSchema schema;
    private final Set<String> columns = new HashSet<>();
    private final Map<LiveSchema.Key, TableRule> rules;
    private final Set<LiveSchema.Key> sequences;
    private final Cache<ScopedText, ScopedSql> scoped = Caffeine.newBuilder()
            .maximumWeight(CACHED_CHARACTERS)
            .weigher((ScopedText text, ScopedSql sql) ->
                    text.sql().length() + sql.sql().length())
            .executor(Runnable::run) // else every few statements would wake another thread
            .recordStats()
            .build();

    SchemaRules(LiveSchema schema, Map<LiveSchema.Key, TableRule> rules, Set<LiveSchema.Key> sequences) {
        this.schema = schema;
        this.rules = Map.copyOf(rules);
        this.sequences = Set.copyOf(sequences);
        schema.tables().values().forEach(table -> columns.addAll(table.columns().keySet()));
    }

    /** What a scoped statement is kept under; no value of any context. */
    private record ScopedText(String sql, Dimension level) {}

    /** Whether these are the rules for the schema as others found it. */
    boolean isOfSameSchema(SchemaRules others) {
        return schema.equals(others.schema);
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

    /** Those of tables that are declared global. */
    Map<LiveSchema.Key, TableRule> global() {
        Map<LiveSchema.Key, TableRule> global = new HashMap<>(rules);
        global.values().removeIf(TableRule::isScoped);
        return global;
    }

    /** What they say of each table, by schema and name. */
    List<TableDescription> describe() {
        return rules.values().stream()
                .map(TableRule::describe)
                .sorted(Comparator.comparing(TableDescription::schema).thenComparing(TableDescription::name))
                .toList();
    }

    /** A table, whether it has a rule or not; null if there is none for hosts. */
    LiveSchema.@Nullable Table table(String foldedSchema, String foldedTable) {
        LiveSchema.Table table = schema.tables().get(new LiveSchema.Key(foldedSchema, foldedTable));
        return table == null || table.name().equals(CanonicalSchema.HISTORY_TABLE) ? null : table;
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

    /** Whether a statement has been scoped for a level and is kept; does not count as a use of it. */
    boolean keeps(String sql, Dimension level) {
        return scoped.asMap().containsKey(new ScopedText(sql, level));
    }

    /** The statements that are kept, for what they tell of themselves. */
    Cache<?, ?> kept() {
        return scoped;
    }
}
