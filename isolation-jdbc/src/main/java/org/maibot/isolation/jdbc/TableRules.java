package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.TableRule.Access;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of all tables of one database: from its live schema, where a table that has a tenant column is scoped, and
 * from what the host declares. A table with neither is refused until it is declared global.
 *
 * <p>The rules follow the schema: it is read again when {@link #refresh()} is called, in the background when it was read
 * {@linkplain Builder#refreshEvery some time ago}, and before a statement is refused, at most once a second, since a table
 * or column may be new. Call {@link #refresh()} after a migration that gives a table another isolation column, so that
 * no statement is scoped by the rules from before. Safe for use by several threads.
 */
public final class TableRules {
    private static final Logger LOG = LoggerFactory.getLogger(TableRules.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final Builder declarations;
    private final Duration interval;
    private final AtomicReference<@Nullable CompletableFuture<Void>> reading = new AtomicReference<>();
    private volatile long startedAt = System.nanoTime();
    private volatile SchemaRules current;

    private TableRules(DataSource dataSource, Builder declarations) throws SQLException {
        this.dataSource = dataSource;
        this.declarations = declarations;
        this.interval = declarations.interval;
        this.current = declarations.rules(dataSource);
    }

    /** Starts the declarations. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads the schema again. Statements that are prepared from then on are scoped by it; on an error the rules stay as they
     * were.
     *
     * @throws SQLException if the schema cannot be read
     * @throws IllegalStateException if a declaration does not fit the schema; the message lists all that do not
     */
    public synchronized void refresh() throws SQLException {
        startedAt = System.nanoTime();
        SchemaRules rules = declarations.rules(dataSource);
        if (!rules.isOfSameSchema(current)) {
            current = rules;
        }
    }

    /** The rules for the schema as it was read last. */
    SchemaRules current() {
        return current;
    }

    /** How the database reads SQL. */
    SqlSyntax syntax() {
        return current().syntax();
    }

    /**
     * Scopes a statement for all contexts of a level.
     *
     * @throws IsolationViolationException if it cannot be shown to stay in its scope
     */
    ScopedSql scope(String sql, Dimension level) {
        SchemaRules known = current;
        boolean follows = !interval.isZero();
        if (follows && nanosSinceReading() > interval.toNanos()) {
            CompletableFuture<Void> unused = startReading(); // what fails is logged
        }
        try {
            return known.scope(sql, level);
        } catch (IsolationViolationException refusal) {
            if (follows) {
                awaitReading();
            }
            SchemaRules fresh = current;
            if (fresh == known) {
                throw refusal;
            }
            return fresh.scope(sql, level);
        }
    }

    private long nanosSinceReading() {
        return System.nanoTime() - startedAt;
    }

    /** Reads the schema in another thread, one at a time: the caller's may hold the only connection. */
    private CompletableFuture<Void> startReading() {
        CompletableFuture<Void> next = new CompletableFuture<>();
        CompletableFuture<Void> running = reading.compareAndExchange(null, next);
        if (running != null) {
            return running;
        }
        startedAt = System.nanoTime();
        return next.completeAsync(this::readAgain);
    }

    private @Nullable Void readAgain() {
        try {
            refresh();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("The schema cannot be read again, the rules stay as they were: {}", e.getMessage());
        } finally {
            reading.set(null);
        }
        return null;
    }

    /** Waits until the schema has been read less than a second ago, or for a second in vain. */
    private void awaitReading() {
        CompletableFuture<Void> running = nanosSinceReading() > PATIENCE.toNanos() ? startReading() : reading.get();
        if (running != null) {
            try {
                running.get(PATIENCE.toNanos() - nanosSinceReading(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("The schema is not read yet", e);
            }
        }
    }

    /** Declares tables. Not safe for use by several threads. */
    public static final class Builder {
        private final Map<String, TableMapping> mappings = new HashMap<>();
        private final Set<String> global = new HashSet<>();
        private final Set<String> globalWritable = new HashSet<>();
        private Duration interval = Duration.ofMinutes(1);

        private Builder() {}

        private Builder(Builder other) {
            mappings.putAll(other.mappings);
            global.addAll(other.global);
            globalWritable.addAll(other.globalWritable);
            interval = other.interval;
        }

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

        /** How often the schema is read again, every minute by default; zero for only by {@link TableRules#refresh()}. */
        public Builder refreshEvery(Duration duration) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException(
                        "The schema cannot be read every " + duration + "; give zero or more");
            }
            this.interval = duration;
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
            return new TableRules(requireNonNull(dataSource, "dataSource"), new Builder(this));
        }

        private SchemaRules rules(DataSource dataSource) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                return combine(LiveSchema.read(connection));
            }
        }

        private SchemaRules combine(LiveSchema schema) {
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
            return new SchemaRules(schema, rules);
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
