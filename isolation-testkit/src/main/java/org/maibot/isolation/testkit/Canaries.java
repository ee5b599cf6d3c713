package org.maibot.isolation.testkit;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.testkit.ColumnValues.Option;
import org.maibot.isolation.testkit.HostTable.ForeignKey;

/**
 * Rows of hostile tenants in a host's own tables, each of whose texts holds a word that is nowhere else: a canary. Anything
 * that code in a context has returned, sent, logged or thrown, and that holds a canary of a row which the context does not see,
 * has come out of another scope.
 *
 * <pre>{@code
 * Canaries canaries = Canaries.in(dataSource, rules).plant();
 * for (IsolationContext reader : canaries.contexts()) {
 *     canaries.requireNoneForeignTo(reader, new Notes(isolation.dataSource(reader)).all());
 * }
 * }</pre>
 *
 * <p>Around the word stand characters that trouble whatever quotes, escapes or compares text, as far as the column takes them.
 * Texts, bytes, JSON and arrays hold canaries if they are long enough for 10 characters; a column of a foreign key holds those
 * of the row that it refers to. Isolation columns hold none. A value that a CHECK demands and that {@link Builder#column} gives is none.
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class Canaries {
    private static final int MOST = 20;

    private final List<IsolationContext> contexts;
    private final PlantedCanaries planted;

    private Canaries(List<IsolationContext> contexts, PlantedCanaries planted) {
        this.contexts = contexts;
        this.planted = planted;
    }

    /**
     * Starts the planting of rows.
     *
     * @param database unguarded
     * @param rules of the tables in it, which say whose rows are whose
     */
    public static Builder in(DataSource database, TableRules rules) {
        return new Builder(requireNonNull(database, "database"), requireNonNull(rules, "rules"));
    }

    /**
     * A word in a row of somebody's.
     *
     * @param token the word: letters and digits only
     * @param table as the database spells it
     * @param column as the database spells it
     * @param owner whose row it is, as narrow as the isolation columns of the row tell
     */
    public record Canary(String token, String table, String column, IsolationContext owner) {
        /** What it is, for people. */
        @Override
        public String toString() {
            return token + " of " + table + "." + column + ", in a row of " + owner;
        }
    }

    /** Whose rows were planted, in that order. */
    public List<IsolationContext> contexts() {
        return contexts;
    }

    /**
     * The canaries in something that a reader must not see: those of rows that are not of its scope, nor of a wider level that
     * it sees. They are found in whichever case, in bytes, and between whatever escapes.
     *
     * @param found text, bytes, an exception with its causes, an iterable, map, array, optional or record of such, jOOQ's
     *     records and results; anything else is looked for in its {@code toString()}, or in its fields if it has none of its
     *     own
     * @throws IllegalArgumentException if an object cannot be looked into, as a stream or a future cannot
     */
    public List<Canary> foreignTo(IsolationContext reader, @Nullable Object found) {
        return planted.foreignTo(requireNonNull(reader, "reader"), found);
    }

    /**
     * Fails if something holds canaries that a reader must not see, see {@link #foreignTo}.
     *
     * @throws AssertionError naming each canary, its table, its column and its owner
     */
    public void requireNoneForeignTo(IsolationContext reader, @Nullable Object found) {
        requireNoneForeignTo(reader, found, "got");
    }

    /** @param how the reader has come by it, as the end of "what the reader has" */
    void requireNoneForeignTo(IsolationContext reader, @Nullable Object found, String how) {
        List<Canary> foreign = foreignTo(reader, found);
        if (!foreign.isEmpty()) {
            throw new Found("What " + reader + " has " + how + " holds what belongs to others:"
                    + foreign.stream()
                            .limit(MOST)
                            .map(canary -> "\n  " + canary)
                            .collect(Collectors.joining())
                    + (foreign.size() > MOST ? "\n  and " + (foreign.size() - MOST) + " more" : ""));
        }
    }

    /** That they were found; the message names them, as it is meant to. */
    static final class Found extends AssertionError {
        private static final long serialVersionUID = 1;

        Found(String message) {
            super(message);
        }
    }

    /** Says what is planted. Not safe for use by several threads. */
    public static final class Builder {
        private final DataSource database;
        private final TableRules rules;
        private final Map<String, Map<String, List<Option>>> given = new HashMap<>();
        private final Set<String> leftOut = new LinkedHashSet<>();
        private List<IsolationContext> contexts = List.of();
        private int rows = 3;

        private Builder(DataSource database, TableRules rules) {
            this.database = database;
            this.rules = rules;
        }

        /**
         * Whose rows are planted, instead of those of tenants whose ids are easily taken for each other.
         *
         * @throws IllegalArgumentException unless they are two at least, all different
         */
        public Builder contexts(IsolationContext... contexts) {
            List<IsolationContext> all = List.of(contexts);
            if (all.size() < 2 || all.stream().distinct().count() < all.size()) {
                throw new IllegalArgumentException(
                        "Give two or more different contexts, whose rows are foreign to each" + " other, not " + all);
            }
            this.contexts = all;
            return this;
        }

        /**
         * How many rows of each context each table gets, 3 by default; fewer where a unique key takes no more.
         *
         * @throws IllegalArgumentException unless it is positive
         */
        public Builder rowsPerTable(int rows) {
            if (rows < 1) {
                throw new IllegalArgumentException("A table cannot get " + rows + " rows; give one or more");
            }
            this.rows = rows;
            return this;
        }

        /**
         * Tables that get no rows: such as a queue, whose rows are work for whoever finds them. The heartflow's inbox gets none by itself.
         *
         * @param tables as the database spells them; with those whose rows must refer to theirs
         */
        public Builder leavingOut(String... tables) {
            leftOut.addAll(List.of(tables));
            return this;
        }

        /**
         * Values for a column about which the schema says too little, in turn. They hold no canaries.
         *
         * @param table as the database spells it
         * @param column as the database spells it, not an isolation column
         * @throws IllegalArgumentException if there is no value
         */
        public Builder column(String table, String column, Object... values) {
            List<Object> all = List.of(values);
            if (all.isEmpty()) {
                throw new IllegalArgumentException("Give one or more values for " + table + "." + column);
            }
            List<Option> options = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                int first = i;
                options.add(draw -> all.get((int) ((first + draw.ordinal() - 1) % all.size())));
            }
            given.computeIfAbsent(requireNonNull(table, "table"), name -> new HashMap<>())
                    .put(requireNonNull(column, "column"), options);
            return this;
        }

        /**
         * Plants rows of each context in each scoped table, a few of nobody's in each global table that is empty, and those of
         * other tables to which they must refer, and commits. Rows of a wider level, to which NULL belongs, are planted where
         * the CHECKs take them.
         *
         * @throws IllegalArgumentException if what was said of a column or a table does not fit the schema, or a context is wider than a
         *     table needs
         * @throws IllegalStateException if a table takes no row that could be thought of; the message says which and why
         * @throws SQLException if the database cannot be read or written; nothing is planted then
         */
        public Canaries plant() throws SQLException {
            try (Connection connection = database.getConnection()) {
                boolean commits = connection.getAutoCommit();
                connection.setAutoCommit(false);
                try {
                    Canaries canaries = plant(connection);
                    connection.commit();
                    return canaries;
                } finally {
                    connection.rollback();
                    connection.setAutoCommit(commits);
                }
            }
        }

        private Canaries plant(Connection connection) throws SQLException {
            HostSchema schema = HostSchema.read(connection, rules);
            if (schema.scoped().isEmpty()) {
                throw new IllegalStateException(
                        "No table is scoped, so that no row belongs to anybody; create the tables"
                                + " before the rules are read");
            }
            leftOut.forEach(table -> requireTable(schema, table));
            schema.tables().values().forEach(this::requireParents);
            given.forEach((table, columns) -> columns.keySet().forEach(column -> requireColumn(schema, table, column)));
            List<List<IsolationContext>> lists =
                    contexts.isEmpty() ? new DefaultContexts(schema.scoped()).toTry() : List.of(contexts);
            for (int i = 0; ; i++) {
                try {
                    List<IsolationContext> those = lists.get(i);
                    return new Canaries(those, new CanarySeeder(connection, schema, given, leftOut, rows).plant(those));
                } catch (PlantingException e) {
                    if (!e.isMaybeOfIds() || i + 1 == lists.size()) {
                        throw e;
                    }
                    connection.rollback();
                }
            }
        }

        private void requireParents(HostTable table) {
            for (ForeignKey key : table.keys()) {
                boolean isNeeded = table.columns().stream()
                        .anyMatch(column -> key.columns().contains(column.name()) && !column.nullable());
                if (isNeeded
                        && leftOut.contains(key.parent())
                        && table.description() != null
                        && !leftOut.contains(table.name())) {
                    throw new IllegalArgumentException("The rows of " + table.name() + " must refer to rows of "
                            + key.parent() + ", which is left out; leave out " + table.name() + " too");
                }
            }
        }

        private static HostTable requireTable(HostSchema schema, String table) {
            HostTable known = schema.tables().get(table);
            if (known == null) {
                throw new IllegalArgumentException("There is no table " + table + "; there are the tables "
                        + schema.tables().keySet());
            }
            return known;
        }

        private static void requireColumn(HostSchema schema, String table, String column) {
            HostTable known = requireTable(schema, table);
            if (!known.has(column)) {
                throw new IllegalArgumentException(
                        "There is no column " + table + "." + column + "; there are the columns "
                                + known.columns().stream().map(HostColumn::name).toList());
            }
            if (known.dimensions().containsValue(column)) {
                throw new IllegalArgumentException("The ids in the isolation column " + table + "." + column
                        + " are those of the contexts; give them with contexts(…)");
            }
        }
    }
}
