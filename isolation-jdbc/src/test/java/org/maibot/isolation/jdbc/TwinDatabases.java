package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * Two databases for one context: one with the rows of everybody, and its twin with the rows of the context alone. What a
 * statement answers under the context in the first it must answer in the twin, where nothing scopes it; there the
 * isolation columns have the context's values as defaults.
 */
final class TwinDatabases implements AutoCloseable {
    private static final List<String> SCOPED = List.of("msg", "note", "tag", "memo");
    private static final List<List<String>> OWNERS = List.of(
            List.of("acme", "bot", "qq", "g1"),
            List.of("acme", "bot", "qq", "g2"),
            List.of("acme", "bot", "discord", "g1"),
            List.of("acme", "helper", "qq", "g1"),
            List.of("acme:eu", "bot", "qq", "g1"),
            List.of("ACME", "bot", "qq", "g1"),
            List.of("acme' OR '1'='1", "bot", "qq", "g1"));

    private final List<Isolation> opened = new ArrayList<>();
    private final IsolationContext context;
    private final Isolation everybody;
    private final Isolation alone;

    TwinDatabases(IsolationContext context) {
        this.context = context;
        this.everybody = open(false);
        this.alone = open(true);
        OWNERS.forEach(owner -> seed(everybody, owner));
        seedWiderMemos(everybody, List.of("acme", "acme:eu", "ACME"));
        seedGlobal(everybody);
        seedGlobal(alone);
        copyOwnRows();
    }

    private void copyOwnRows() {
        DSLContext from = everybody.system("the twin").dsl();
        DSLContext to = alone.system("the twin").dsl();
        for (String table : SCOPED) {
            from.fetch("select * from " + table).stream().filter(this::isOwn).forEach(row -> {
                String marks = String.join(", ", Collections.nCopies(row.size(), "?"));
                to.execute("insert into " + table + " values (" + marks + ")", row.intoArray());
            });
        }
    }

    private Isolation open(boolean defaults) {
        Isolation schema = Isolation.builder()
                .jdbcUrl("jdbc:sqlite::memory:")
                .createSchema(false)
                .open();
        opened.add(schema);
        DSLContext dsl = schema.system("the test's schema").dsl();
        String scope = column(Dimension.TENANT, true, defaults);
        String agent = column(Dimension.AGENT, true, defaults);
        String all = scope
                + agent
                + column(Dimension.PLATFORM, true, defaults)
                + column(Dimension.CHAT_STREAM, true, defaults);
        String wide = scope
                + agent
                + column(Dimension.PLATFORM, false, defaults)
                + column(Dimension.CHAT_STREAM, false, defaults);
        dsl.execute("create table msg (" + all + "id bigint not null, body text, parent_id bigint, code text,"
                + " primary key (tenant_id, agent_id, platform, chat_stream_id, id))");
        dsl.execute("create table note (" + scope + "id bigint not null, msg_id bigint, body text,"
                + " primary key (tenant_id, id))");
        dsl.execute("create table tag (" + scope + agent + "tag text not null, msg_id bigint)");
        dsl.execute("create table memo (" + wide + "id bigint not null, body text)");
        dsl.execute("create table lang (code text primary key, name text not null)");
        dsl.execute("create table counter (name text primary key, value bigint not null)");
        dsl.execute("create table undeclared (id bigint, body text)");
        dsl.execute("create view msg_v as select * from msg");
        dsl.execute("create view msg_hidden as select id, body from msg");
        return Isolation.builder()
                .dataSource(schema.rawDataSource())
                .createSchema(false)
                .globalTables("lang")
                .globalWritableTables("counter")
                .table(
                        "memo",
                        table -> table.nullBelongsToWiderLevel(Dimension.PLATFORM)
                                .nullBelongsToWiderLevel(Dimension.CHAT_STREAM))
                .open();
    }

    private String column(Dimension dimension, boolean required, boolean defaults) {
        String value = context.id(dimension)
                .filter(id -> defaults)
                .map(id -> " default '" + id.replace("'", "''") + "'")
                .orElse("");
        return dimension.columnName() + " text" + (required ? " not null" : "") + value + ", ";
    }

    private static void seed(Isolation isolation, List<String> owner) {
        DSLContext dsl = isolation.system("the test's rows").dsl();
        String body = String.join("/", owner);
        List<Object> all = new ArrayList<>(owner);
        for (long id = 1; id <= 3; id++) {
            dsl.execute(
                    "insert into msg values (?, ?, ?, ?, ?, ?, ?, ?)",
                    concat(all, id, body + "#" + id, id - 1, "code-" + (id % 2)));
            dsl.execute("insert into tag values (?, ?, ?, ?)", owner.get(0), owner.get(1), body + "-tag-" + id, id + 1);
        }
        dsl.execute("insert into memo values (?, ?, ?, ?, ?, ?)", concat(all, 1L, body));
        if (owner.subList(1, 4).equals(List.of("bot", "qq", "g1"))) {
            for (long id = 2; id <= 4; id++) {
                dsl.execute("insert into note values (?, ?, ?, ?)", owner.get(0), id, id, owner.get(0) + "-note-" + id);
            }
        }
    }

    private static Object[] concat(List<Object> first, Object... rest) {
        List<Object> all = new ArrayList<>(first);
        all.addAll(List.of(rest));
        return all.toArray();
    }

    private static void seedGlobal(Isolation isolation) {
        DSLContext dsl = isolation.system("the test's rows").dsl();
        dsl.execute("insert into lang values ('en', 'English'), ('zh', '中文')");
        dsl.execute("insert into counter values ('a', 1)");
        dsl.execute("insert into undeclared values (1, 'x')");
    }

    /** Memories of whole agents and platforms: seen by every context inside, owned by none below the agent. */
    private static void seedWiderMemos(Isolation isolation, List<String> tenants) {
        DSLContext dsl = isolation.system("the test's rows").dsl();
        for (String tenant : tenants) {
            dsl.execute("insert into memo values (?, 'bot', null, null, 10, ?)", tenant, tenant + "-of-agent");
            dsl.execute("insert into memo values (?, 'bot', 'qq', null, 11, ?)", tenant, tenant + "-of-platform");
        }
    }

    /** Runs a statement under the context among everybody's rows and, unscoped, alone; both must come to the same. */
    void answerAlike(Function<DSLContext, ?> statement) {
        Map<String, List<String>> foreignBefore = rows(everybody, false);
        Object expected = outcome(() -> statement.apply(alone.system("the twin").dsl()));
        Object actual = outcome(() -> statement.apply(everybody.dsl(context)));
        assertThat(actual).as("the answer").isEqualTo(expected);
        assertThat(rows(everybody, false)).as("the rows of others").isEqualTo(foreignBefore);
        assertThat(rows(everybody, true)).as("the rows of the scope").isEqualTo(rows(alone, true));
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

    private Map<String, List<String>> rows(Isolation isolation, boolean own) {
        DSLContext dsl = isolation.system("the check").dsl();
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
        return everybody.dsl(context);
    }

    Isolation everybody() {
        return everybody;
    }

    @Override
    public void close() {
        everybody.close();
        alone.close();
        opened.forEach(Isolation::close);
    }
}
