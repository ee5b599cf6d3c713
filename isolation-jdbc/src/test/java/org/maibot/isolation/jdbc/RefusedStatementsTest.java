package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Converter;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.sqlite.SQLiteConnection;

/** What scoped code may not do is refused with its reason, and changes nothing. */
class RefusedStatementsTest {
    private static final Table<Record> MSG = table(name("msg"));
    private static final Table<Record> NOTE = table(name("note"));
    private static final Field<Long> ID = field(name("id"), SQLDataType.BIGINT);
    private static final Field<String> BODY = field(name("body"), SQLDataType.VARCHAR);
    private static final Field<String> TENANT = field(name("tenant_id"), SQLDataType.VARCHAR);
    private static final Field<String> PLATFORM = field(name("platform"), SQLDataType.VARCHAR);

    private static TwinDatabases twins;

    @BeforeAll
    static void open() {
        twins = new TwinDatabases(IsolationContext.of("acme", "bot"));
    }

    @AfterAll
    static void close() {
        twins.close();
    }

    static List<Arguments> refused() {
        List<Arguments> all = new ArrayList<>();
        add(all, ViolationReason.UNKNOWN_TABLE, "undeclared table", dsl -> dsl.fetch(table(name("undeclared"))));
        add(all, ViolationReason.UNKNOWN_TABLE, "table that is not there", dsl -> dsl.fetch(table(name("nowhere"))));
        add(all, ViolationReason.UNKNOWN_TABLE, "view that hides the column", dsl -> dsl.fetch(table("msg_hidden")));
        add(all, ViolationReason.UNKNOWN_TABLE, "catalog", dsl -> dsl.fetch(table(name("sqlite_master"))));
        add(all, ViolationReason.UNKNOWN_TABLE, "other schema", dsl -> dsl.fetch(table(name("temp", "msg"))));
        add(
                all,
                ViolationReason.UNKNOWN_TABLE,
                "undeclared table in a sub-select",
                dsl -> dsl.select()
                        .from(MSG)
                        .where(ID.in(select(ID).from(table(name("undeclared")))))
                        .fetch());
        add(
                all,
                ViolationReason.UNKNOWN_TABLE,
                "expression without its WITH",
                dsl -> dsl.select()
                        .from(name("undeclared").as(select(ID).from(MSG)))
                        .fetch());
        add(
                all,
                ViolationReason.GLOBAL_TABLE_READ_ONLY,
                "insert into a global table",
                dsl -> dsl.insertInto(table("lang")).values("xx", "x").execute());
        add(
                all,
                ViolationReason.GLOBAL_TABLE_READ_ONLY,
                "update of a global table",
                dsl -> dsl.update(table("lang"))
                        .set(field(name("name"), String.class), "x")
                        .execute());
        add(
                all,
                ViolationReason.GLOBAL_TABLE_READ_ONLY,
                "delete from a global table",
                dsl -> dsl.deleteFrom(table("lang")).execute());
        addForeign(all);
        addKinds(all);
        addOpaque(all);
        return all;
    }

    private static void addForeign(List<Arguments> all) {
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "insert for another tenant",
                dsl -> dsl.insertInto(NOTE, ID, TENANT).values(1L, "acme:eu").execute());
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "second row for another tenant",
                dsl -> dsl.insertInto(NOTE, ID, TENANT)
                        .values(1L, "acme")
                        .values(2L, "ACME")
                        .execute());
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "insert with a NULL tenant",
                dsl -> dsl.insertInto(NOTE, ID, TENANT).values(1L, null).execute());
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "insert of a computed tenant",
                dsl -> dsl.insertInto(NOTE, ID, TENANT)
                        .values(val(1L), field(select(DSL.max(TENANT)).from(MSG)))
                        .execute());
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "column name in other case",
                dsl -> dsl.insertInto(NOTE, ID, field(name("TENANT_ID"), String.class))
                        .values(1L, "ACME")
                        .execute());
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "insert select that names the tenant",
                dsl -> dsl.insertInto(NOTE, ID, TENANT)
                        .select(select(ID, val("ACME")).from(NOTE))
                        .execute());
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "update that moves to another tenant",
                dsl -> dsl.update(NOTE).set(TENANT, "ACME").execute());
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "update of a row value",
                dsl -> dsl.update(NOTE)
                        .set(DSL.row(BODY, TENANT), DSL.row(val("x"), val("ACME")))
                        .execute());
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "upsert that moves to another tenant",
                dsl -> dsl.insertInto(NOTE, ID)
                        .values(2L)
                        .onConflict(TENANT, ID)
                        .doUpdate()
                        .set(TENANT, "ACME")
                        .execute());
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "row of a batch for another tenant",
                dsl -> dsl.batch(dsl.insertInto(NOTE, ID, TENANT).values((Long) null, null))
                        .bind(501L, "acme")
                        .bind(502L, "ACME")
                        .execute());
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "row of a batch for no tenant",
                dsl -> dsl.batch(dsl.insertInto(NOTE, ID, TENANT).values((Long) null, null))
                        .bind(501L, null)
                        .execute());
        add(
                all,
                ViolationReason.MISSING_DIMENSION,
                "insert without an open dimension",
                dsl -> dsl.insertInto(MSG, ID).values(1L).execute());
        add(
                all,
                ViolationReason.OPAQUE_SQL,
                "insert without column list, of too many values",
                dsl -> dsl.insertInto(NOTE).values("acme", 1L, 1L, "x", "y").execute());
        add(
                all,
                ViolationReason.FOREIGN_SCOPE,
                "insert select without column list",
                dsl -> dsl.insertInto(NOTE)
                        .select(select(val("ACME"), val(1L), val(1L), val("x")))
                        .execute());
    }

    private static void addKinds(List<Arguments> all) {
        ViolationReason kind = ViolationReason.STATEMENT_NOT_ALLOWED;
        add(all, kind, "text that creates", dsl -> dsl.execute("create table stolen as select * from msg"));
        add(all, kind, "text that attaches", dsl -> dsl.execute("attach database ':memory:' as other"));
        add(all, kind, "pragma", dsl -> dsl.fetch("pragma table_info('msg')"));
        add(all, kind, "two statements in a text", dsl -> dsl.execute("select 1; delete from msg"));
        add(all, kind, "truncate", dsl -> dsl.execute("truncate table msg"));
        add(all, kind, "drop", dsl -> dsl.dropTable(MSG).execute());
        add(
                all,
                kind,
                "create",
                dsl -> dsl.createTable(name("stolen"))
                        .as(select(BODY).from(MSG))
                        .execute());
        add(
                all,
                kind,
                "create view",
                dsl -> dsl.createView(name("v")).as(select(BODY).from(MSG)).execute());
        add(
                all,
                kind,
                "alter",
                dsl -> dsl.alterTable(MSG).renameTo(name("other")).execute());
        add(
                all,
                kind,
                "merge",
                dsl -> dsl.mergeInto(NOTE)
                        .using(MSG)
                        .on(val(1).eq(1))
                        .whenMatchedThenDelete()
                        .execute());
        add(
                all,
                kind,
                "several statements",
                dsl -> dsl.queries(dsl.deleteFrom(NOTE), dsl.dropTable(NOTE)).executeBatch());
        add(all, kind, "block", dsl -> dsl.begin(dsl.deleteFrom(NOTE)).execute());
        add(all, kind, "batch of text", dsl -> dsl.batch("drop table msg").execute());
        add(all, kind, "explain", dsl -> dsl.explain(dsl.selectFrom(MSG)));
    }

    private static void addOpaque(List<Arguments> all) {
        ViolationReason opaque = ViolationReason.OPAQUE_SQL;
        add(
                all,
                opaque,
                "a function of the session",
                dsl -> dsl.select(field("last_insert_rowid()")).fetch());
    }

    private static void add(
            List<Arguments> all, ViolationReason reason, String about, Function<DSLContext, ?> statement) {
        all.add(Arguments.of(about, reason, statement));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedWithItsReason(String about, ViolationReason reason, Function<DSLContext, ?> statement) {
        twins.answerAlike(dsl -> 0);
        assertThatThrownBy(() -> statement.apply(twins.scoped()))
                .isInstanceOfSatisfying(IsolationViolationException.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(reason);
                    assertThat(refusal).hasMessageContaining(refusal.remedy());
                    assertThat(refusal.getMessage()).doesNotContain("ACME", "acme:eu");
                });
        twins.answerAlike(dsl -> 0);
    }

    @Test
    void movingARowInsideTheScopeIsFine() {
        try (TwinDatabases own = new TwinDatabases(IsolationContext.of("acme", "bot"))) {
            own.answerAlike(dsl -> dsl.update(MSG)
                    .set(PLATFORM, "slack")
                    .where(ID.eq(1L))
                    .and(PLATFORM.eq("discord"))
                    .execute());
        }
    }

    @Test
    void nullIsNotTheIdNull() {
        try (TwinDatabases own = new TwinDatabases(IsolationContext.of("null", "null"))) {
            assertThatThrownBy(() -> own.scoped().update(NOTE).setNull(TENANT).execute())
                    .isInstanceOf(IsolationViolationException.class);
            assertThatThrownBy(() -> own.scoped()
                            .insertInto(NOTE, ID, TENANT)
                            .values(1L, null)
                            .execute())
                    .isInstanceOf(IsolationViolationException.class);
        }
    }

    @Test
    void aConverterCannotMakeAnotherTenantOfTheOwnOne() {
        Field<String> converted = field(
                name("tenant_id"),
                SQLDataType.VARCHAR.asConvertedDataType(
                        Converter.ofNullable(String.class, String.class, stored -> stored, own -> "ACME")));
        assertThatThrownBy(
                        () -> twins.scoped().update(NOTE).set(converted, "acme").execute())
                .isInstanceOf(IsolationViolationException.class);
        twins.answerAlike(dsl -> dsl.fetchCount(NOTE));
    }

    @Test
    void noConnectionCanBeUnwrapped() {
        twins.scoped().connection(connection -> {
            assertThatThrownBy(() -> connection.unwrap(SQLiteConnection.class)).isInstanceOf(SQLException.class);
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(connection.createStatement().getConnection()).isSameAs(connection);
        });
    }
}
