package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of all tables of one database: from its live schema, where a table that has a tenant column is scoped, and
 * from what the host declares. A table with neither is refused until it is declared global.
 *
 * <p>The rules follow the schema: it is read again when {@link #refresh()} is called, in the background when it was read
 * {@linkplain Builder#refreshEvery some time ago}, in the foreground when that was twice as long ago, and before a
 * statement is refused, since a table or column may be new; after ten such readings once a second. Call {@link #refresh()} after a migration that gives a table another isolation column, so that
 * no statement is scoped by the rules from before. Safe for use by several threads.
 */
public final class TableRules {
    private static final Logger LOG = LoggerFactory.getLogger(TableRules.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final TableDeclarations declarations;
    private final Duration interval;
    private final @Nullable StatementListener listener;
    private final ReadingAllowance allowance = new ReadingAllowance();
    private final AtomicReference<@Nullable CompletableFuture<Void>> reading = new AtomicReference<>();
    private volatile long startedAt = System.nanoTime();
    private volatile long readAt = startedAt;
    private volatile SchemaRules current;

    private TableRules(
            DataSource dataSource,
            TableDeclarations declarations,
            Duration interval,
            @Nullable StatementListener listener)
            throws SQLException {
        this.dataSource = dataSource;
        this.declarations = declarations;
        this.interval = interval;
        this.listener = listener;
        this.current = read();
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
        long start = System.nanoTime();
        startedAt = start;
        SchemaRules rules = read();
        readAt = start;
        if (!rules.isOfSameSchema(current)) {
            current = rules;
        }
    }

    /**
     * The rules by the same declarations for another database, such as a copy of this one in a test, with the same
     * listener. What is declared with the schema in which names are found is found in that of the other database. They are read again only when they are {@linkplain #refresh() refreshed}.
     *
     * @throws SQLException if the schema cannot be read
     * @throws IllegalStateException if a declaration does not fit the schema; the message lists all that do not
     */
    public TableRules forDatabase(DataSource other) throws SQLException {
        return new TableRules(
                requireNonNull(other, "other"),
                declarations.copyWithout(current().defaultSchema()),
                Duration.ZERO,
                listener);
    }

    private SchemaRules read() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return declarations.combine(LiveSchema.read(connection));
        }
    }

    /** The rules for the schema as it was read last. */
    SchemaRules current() {
        return current;
    }

    /** What they say of each table, by schema and name. Tables that are not in it are refused to scoped code. */
    public List<TableDescription> tables() {
        return current().describe();
    }

    /** What the cache of statements that these rules scoped has done. */
    public CacheStatistics cacheStatistics() {
        return CacheStatistics.of(current().kept());
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
        boolean follows = !interval.isZero();
        if (follows) {
            keepFresh();
        }
        SchemaRules known = current;
        try {
            return scope(known, sql, level);
        } catch (IsolationViolationException refusal) {
            if (follows) {
                await(allowance.take() ? startReading() : reading.get());
            }
            SchemaRules fresh = current;
            if (fresh == known) {
                throw refusal;
            }
            return scope(fresh, sql, level);
        }
    }

    private ScopedSql scope(SchemaRules rules, String sql, Dimension level) {
        return listener == null ? rules.scope(sql, level) : StatementOrigin.scope(sql, rules, level, listener);
    }

    /** Whether there is a listener for what is executed. */
    boolean hasListener() {
        return listener != null;
    }

    /** Has the schema read again when it was read some time ago; waits for it when that was long ago, as after a night. */
    private void keepFresh() {
        long age = System.nanoTime() - readAt;
        if (age > interval.toNanos()) {
            boolean tried = System.nanoTime() - startedAt < Math.min(interval.toNanos(), PATIENCE.toNanos());
            CompletableFuture<Void> running = tried ? reading.get() : startReading();
            if (age > 2 * interval.toNanos()) {
                await(running);
            }
        }
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

    /** Waits for a reading, or for a second in vain. */
    private static void await(@Nullable CompletableFuture<Void> running) {
        if (running != null) {
            try {
                running.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("The schema is not read yet", e);
            }
        }
    }

    /** Declares tables. Not safe for use by several threads. */
    public static final class Builder {
        private final TableDeclarations declarations = new TableDeclarations();
        private Duration interval = Duration.ofMinutes(1);
        private @Nullable StatementListener listener;

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

        /** How often the schema is read again, every minute by default; zero for only by {@link TableRules#refresh()}. */
        public Builder refreshEvery(Duration duration) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException(
                        "The schema cannot be read every " + duration + "; give zero or more");
            }
            this.interval = duration;
            return this;
        }

        /**
         * Who learns of the statements that are executed by these rules, through whichever door; nobody by default. Another
         * one takes its place.
         */
        public Builder statementListener(StatementListener newListener) {
            this.listener = requireNonNull(newListener, "newListener");
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
            return new TableRules(requireNonNull(dataSource, "dataSource"), declarations.copy(), interval, listener);
        }
    }
}
