package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;

/** jOOQ's ways to work with records, cursors, batches and transactions stay in the scope. */
class RecordsTest {
    private static final Table<Record> NOTE = table(name("note"));
    private static final Field<Long> ID = field(name("id"), SQLDataType.BIGINT);
    private static final Field<String> BODY = field(name("body"), SQLDataType.VARCHAR);

    private static final List<IsolationContext> CONTEXTS = List.of(
            IsolationContext.of("acme"),
            IsolationContext.of("acme", "bot"),
            IsolationContext.of("acme:eu", "bot", "qq", "g1"));

    static List<Arguments> usesInContexts() {
        List<Arguments> all = new ArrayList<>();
        for (IsolationContext context : CONTEXTS) {
            all.add(use("a record that is changed", context, RecordsTest::changeRecord));
            all.add(use("a record that is removed", context, dsl -> first(dsl).delete()));
            all.add(use("a record that is read again", context, RecordsTest::refreshRecord));
            all.add(use("a record that is new", context, RecordsTest::newRecord));
            all.add(use("records changed in a batch", context, RecordsTest::changeRecords));
            all.add(use("records inserted in a batch", context, RecordsTest::insertRecords));
            all.add(use("statements collected into a batch", context, RecordsTest::batched));
            all.add(use("rows loaded from CSV", context, RecordsTest::load));
            all.add(use("rows fetched lazily", context, RecordsTest::fetchLazily));
            all.add(use(
                    "rows streamed",
                    context,
                    dsl -> dsl.selectFrom(Msg.MSG).stream()
                            .map(row -> row.intoList().toString())
                            .sorted()
                            .toList()));
            all.add(use(
                    "rows grouped into a map",
                    context,
                    dsl -> dsl.selectFrom(NOTE).fetchMap(ID, BODY)));
            all.add(use("a nested transaction that is rolled back", context, RecordsTest::nestedTransactions));
        }
        return all;
    }

    private static Arguments use(String about, IsolationContext context, Function<DSLContext, ?> use) {
        return Arguments.of(about, context, use);
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("usesInContexts")
    void answersAsIfTheDatabaseHeldOnlyTheScope(String about, IsolationContext context, Function<DSLContext, ?> use) {
        try (TwinDatabases twins = new TwinDatabases(context)) {
            twins.answerAlike(use);
        }
    }

    private static Msg.Row first(DSLContext dsl) {
        return dsl.selectFrom(Msg.MSG)
                .orderBy(Msg.MSG.AGENT_ID, Msg.MSG.PLATFORM, Msg.MSG.CHAT_STREAM_ID, Msg.MSG.ID)
                .limit(1)
                .fetchSingle();
    }

    private static int changeRecord(DSLContext dsl) {
        Msg.Row row = first(dsl);
        row.set(Msg.MSG.BODY, "changed");
        return row.store();
    }

    private static String refreshRecord(DSLContext dsl) {
        Msg.Row row = first(dsl);
        dsl.update(Msg.MSG).set(Msg.MSG.BODY, "behind its back").execute();
        row.refresh();
        return row.intoList().toString();
    }

    private static int newRecord(DSLContext dsl) {
        return newRow(dsl, 700L).insert();
    }

    /** Gives every dimension but the tenant, as a host that fills them in does. */
    private static Msg.Row newRow(DSLContext dsl, long id) {
        Msg.Row like = first(dsl);
        Msg.Row row = dsl.newRecord(Msg.MSG);
        row.set(Msg.MSG.AGENT_ID, like.get(Msg.MSG.AGENT_ID));
        row.set(Msg.MSG.PLATFORM, like.get(Msg.MSG.PLATFORM));
        row.set(Msg.MSG.CHAT_STREAM_ID, like.get(Msg.MSG.CHAT_STREAM_ID));
        row.set(Msg.MSG.ID, id);
        row.set(Msg.MSG.BODY, "it's new; -- \\");
        return row;
    }

    private static int changeRecords(DSLContext dsl) {
        List<Msg.Row> rows = dsl.selectFrom(Msg.MSG).fetch();
        rows.forEach(row -> row.set(Msg.MSG.CODE, "batch"));
        return Arrays.stream(dsl.batchUpdate(rows).execute()).sum();
    }

    private static int insertRecords(DSLContext dsl) {
        return Arrays.stream(
                        dsl.batchInsert(newRow(dsl, 701L), newRow(dsl, 702L)).execute())
                .sum();
    }

    private static int batched(DSLContext dsl) {
        dsl.batched(batched -> {
            newRow(dsl, 703L).insert();
            batched.dsl().deleteFrom(NOTE).where(ID.eq(3L)).execute();
            batched.dsl().update(NOTE).set(BODY, "batched").execute();
        });
        return dsl.fetchCount(NOTE);
    }

    private static int load(DSLContext dsl) {
        try {
            return dsl.loadInto(NOTE)
                    .batchAfter(2)
                    .loadCSV("id,body\n801,one\n802,two\n803,three\n")
                    .fields(ID, BODY)
                    .execute()
                    .stored();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> fetchLazily(DSLContext dsl) {
        List<String> lines = new ArrayList<>();
        try (Cursor<Msg.Row> cursor = dsl.selectFrom(Msg.MSG).fetchLazy()) {
            cursor.forEach(row -> lines.add(row.intoList().toString()));
        }
        return lines.stream().sorted().toList();
    }

    private static int nestedTransactions(DSLContext dsl) {
        dsl.transaction(outer -> {
            outer.dsl().insertInto(NOTE, ID, BODY).values(901L, "kept").execute();
            assertThatThrownBy(() -> outer.dsl().transaction(inner -> {
                        inner.dsl().deleteFrom(NOTE).execute();
                        throw new IllegalStateException("roll back");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        });
        return dsl.fetchCount(NOTE);
    }

    @Test
    void aRecordThatWasMadeForAnotherTenantIsRefused() {
        try (TwinDatabases twins = new TwinDatabases(IsolationContext.of("acme", "bot"))) {
            Msg.Row row = newRow(twins.scoped(), 1L);
            row.set(Msg.MSG.TENANT_ID, "ACME");
            assertThatThrownBy(row::store).isInstanceOf(IsolationViolationException.class);
            assertThat(twins.scoped().fetchCount(Msg.MSG, Msg.MSG.ID.eq(1L))).isEqualTo(3);
        }
    }
}
