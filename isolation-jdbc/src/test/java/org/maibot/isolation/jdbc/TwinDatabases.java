package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * Two databases for one context: one with the rows of everybody, and its twin with the rows of the context alone. What a
 * statement answers under the context in the first it must answer in the twin, where nothing scopes it; there the
 * isolation columns have the context's values as defaults. What is done in them is undone afterwards.
 */
final class TwinDatabases implements AutoCloseable {
    private static final List<String> SCOPED = List.of("msg", "note", "tag", "memo");
    private static final Map<IsolationContext, TwinDatabases> SHARED = new HashMap<>();
    private static @Nullable TwinSide sharedEverybody;

    private final IsolationContext context;
    private final TwinSide everybody;
    private final TwinSide alone;

    TwinDatabases(IsolationContext context) {
        this(context, TwinSide.ofEverybody());
    }

    private TwinDatabases(IsolationContext context, TwinSide everybody) {
        this.context = context;
        this.everybody = everybody;
        this.alone = TwinSide.open(Arrays.stream(Dimension.values())
                .map(context::id)
                .flatMap(Optional::stream)
                .toList());
        copyOwnRows();
        alone.commit();
    }

    /** Those of a context that all tests share until they end. */
    static synchronized TwinDatabases of(IsolationContext context) {
        if (sharedEverybody == null) {
            sharedEverybody = TwinSide.ofEverybody();
        }
        TwinSide shared = sharedEverybody;
        return SHARED.computeIfAbsent(context, key -> new TwinDatabases(key, shared));
    }

    static synchronized void closeShared() {
        SHARED.values().forEach(twins -> twins.alone.close());
        SHARED.clear();
        if (sharedEverybody != null) {
            sharedEverybody.close();
            sharedEverybody = null;
        }
    }

    private void copyOwnRows() {
        DSLContext from = everybody.all();
        DSLContext to = alone.all();
        for (String table : SCOPED) {
            from.fetch("select * from " + table).stream().filter(this::isOwn).forEach(row -> {
                String marks = String.join(", ", Collections.nCopies(row.size(), "?"));
                to.execute("insert into " + table + " values (" + marks + ")", row.intoArray());
            });
        }
    }

    /** Runs a statement under the context among everybody's rows and, unscoped, alone; both must come to the same. */
    void answerAlike(Function<DSLContext, ?> statement) {
        try {
            Map<String, List<String>> foreignBefore = rows(everybody, false);
            Object expected = outcome(() -> statement.apply(alone.all()));
            Object actual = outcome(() -> statement.apply(everybody.isolation().dsl(context)));
            assertThat(actual).as("the answer").isEqualTo(expected);
            assertThat(rows(everybody, false)).as("the rows of others").isEqualTo(foreignBefore);
            assertThat(rows(everybody, true)).as("the rows of the scope").isEqualTo(rows(alone, true));
        } finally {
            undo();
        }
    }

    private static Object outcome(Supplier<?> statement) {
        Object outcome = statement.get();
        if (outcome instanceof Result<?> rows) {
            List<String> lines = new ArrayList<>();
            rows.forEach(row -> lines.add(row.intoList().toString()));
            return lines.stream().sorted().toList();
        }
        return outcome instanceof Record row ? row.intoList().toString() : String.valueOf(outcome);
    }

    /** The rows of others, as they are. */
    Map<String, List<String>> foreignRows() {
        return rows(everybody, false);
    }

    private Map<String, List<String>> rows(TwinSide side, boolean own) {
        DSLContext dsl = side.all();
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : SCOPED) {
            List<String> lines = new ArrayList<>();
            dsl.fetch("select * from " + table).forEach(row -> {
                if (isOwn(row) == own) {
                    lines.add(row.intoList().toString());
                }
            });
            rows.put(table, lines.stream().sorted().toList());
        }
        if (own) {
            rows.put(
                    "counter",
                    dsl.fetch("select * from counter").map(row -> row.intoList().toString()));
        }
        return rows;
    }

    /** Whether a row is in the scope or, having NULL, belongs to a wider level around it. */
    private boolean isOwn(Record row) {
        for (Dimension dimension : Dimension.values()) {
            Object value = row.indexOf(dimension.columnName()) < 0 ? null : row.get(dimension.columnName());
            if (value != null && !value.equals(context.id(dimension).orElse(value.toString()))) {
                return false;
            }
        }
        return true;
    }

    DSLContext scoped() {
        return everybody.isolation().dsl(context);
    }

    Isolation everybody() {
        return everybody.isolation();
    }

    /** Takes back what was done in both. */
    void undo() {
        everybody.undo();
        alone.undo();
    }

    @Override
    public void close() {
        everybody.close();
        alone.close();
    }
}
