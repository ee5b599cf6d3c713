package org.maibot.isolation.jdbc;

import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.values;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/** Each statement answers under a context as if the database held only the context's rows. */
class ScopedStatementsTest {
    private static final Table<Record> MSG = table(name("msg"));
    private static final Table<Record> NOTE = table(name("note"));
    private static final Table<Record> TAG = table(name("tag"));
    private static final Table<Record> MEMO = table(name("memo"));
    private static final Table<Record> LANG = table(name("lang"));
    private static final Table<Record> COUNTER = table(name("counter"));
    private static final Table<Record> M = MSG.as("m");
    private static final Table<Record> N = NOTE.as("n");

    private static final List<IsolationContext> CONTEXTS = List.of(
            IsolationContext.of("acme"),
            IsolationContext.of("acme", "bot"),
            IsolationContext.of("acme", "bot", "qq"),
            IsolationContext.of("acme", "bot", "qq", "g1"),
            IsolationContext.of("acme:eu", "bot", "qq", "g1"),
            IsolationContext.of("ACME", "bot"),
            IsolationContext.of("nobody", "bot"));

    /** The statements, by what they are about. */
    private static List<Named> statements() {
        List<Named> all = new ArrayList<>();
        all.addAll(reads());
        all.addAll(joins());
        all.addAll(subqueries());
        all.addAll(withAndSets());
        all.addAll(writes());
        return all;
    }

    private static List<Named> reads() {
        return List.of(
                of("star", dsl -> dsl.selectFrom(MSG).fetch()),
                of("plain name", dsl -> dsl.select().from("msg").fetch()),
                of("plain name in other case", dsl -> dsl.select().from("MSG").fetch()),
                of(
                        "qualified by schema",
                        dsl -> dsl.select().from(table(name("main", "msg"))).fetch()),
                of(
                        "alias",
                        dsl -> dsl.select(body(M)).from(M).where(id(M).gt(1L)).fetch()),
                of(
                        "alias with columns",
                        dsl -> dsl.select()
                                .from(NOTE.as("n", "t", "i", "mi", "b"))
                                .fetch()),
                of(
                        "alias that renames another column to tenant_id",
                        dsl -> dsl.select()
                                .from(NOTE.as("n", "owner", "tenant_id", "m", "b"))
                                .fetch()),
                of(
                        "alias like another table",
                        dsl -> dsl.select().from(NOTE.as("lang")).fetch()),
                of("generated table", dsl -> dsl.selectFrom(Msg.MSG).fetch()),
                of(
                        "generated table with alias",
                        dsl -> dsl.selectFrom(Msg.MSG.as("x")).fetch()),
                of(
                        "generated table with the alias of another table",
                        dsl -> dsl.selectFrom(Msg.MSG.as("memo")).fetch()),
                of(
                        "or at the top",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(id(MSG).eq(1L).or(val(1).eq(1)))
                                .fetch()),
                of(
                        "the caller's own tenant predicate",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(text(MSG, "tenant_id").eq("acme:eu"))
                                .fetch()),
                of(
                        "negation",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(id(MSG).eq(1L).not())
                                .fetch()),
                of("count", dsl -> dsl.fetchCount(MSG)),
                of("exists", dsl -> dsl.fetchExists(MSG, text(MSG, "body").like("%eu%"))),
                of(
                        "group by and having",
                        dsl -> dsl.select(text(MSG, "code"), count(), sum(id(MSG)))
                                .from(MSG)
                                .groupBy(text(MSG, "code"))
                                .having(count().gt(1))
                                .fetch()),
                of(
                        "window function",
                        dsl -> dsl.select(
                                        id(MSG),
                                        rowNumber()
                                                .over()
                                                .partitionBy(text(MSG, "code"))
                                                .orderBy(id(MSG), body(MSG)))
                                .from(MSG)
                                .fetch()),
                of(
                        "distinct with limit",
                        dsl -> dsl.selectDistinct(text(MSG, "code"))
                                .from(MSG)
                                .orderBy(text(MSG, "code"))
                                .limit(1)
                                .fetch()),
                of(
                        "seek",
                        dsl -> dsl.select(body(MSG), id(MSG))
                                .from(MSG)
                                .orderBy(body(MSG), id(MSG))
                                .seek("acme/bot/qq/g1#1", 1L)
                                .limit(2)
                                .fetch()),
                of(
                        "select alias named tenant_id",
                        dsl -> dsl.select(val("x").as("tenant_id"), body(MSG))
                                .from(MSG)
                                .orderBy(field(name("tenant_id")))
                                .fetch()),
                of("view with the columns", dsl -> dsl.select().from("msg_v").fetch()),
                of("global table", dsl -> dsl.select().from(LANG).fetch()),
                of("rows of wider levels", dsl -> dsl.select().from(MEMO).fetch()),
                of("no table", dsl -> dsl.selectOne().fetch()),
                of(
                        "values",
                        dsl -> dsl.select()
                                .from(values(row(1, "a"), row(2, "b")).as("v", "a", "b"))
                                .fetch()));
    }

    private static List<Named> joins() {
        Table<Record> other = MSG.as("other");
        return List.of(
                of(
                        "inner join",
                        dsl -> dsl.select(body(M), body(N))
                                .from(M)
                                .join(N)
                                .on(msgId(N).eq(id(M)))
                                .fetch()),
                of(
                        "unaliased join",
                        dsl -> dsl.select()
                                .from(MSG)
                                .join(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .fetch()),
                of(
                        "comma join",
                        dsl -> dsl.select().from(M, N).where(msgId(N).eq(id(M))).fetch()),
                of("cross join", dsl -> dsl.select().from(MSG).crossJoin(LANG).fetch()),
                of(
                        "left join",
                        dsl -> dsl.select()
                                .from(M)
                                .leftJoin(N)
                                .on(msgId(N).eq(id(M)))
                                .fetch()),
                of(
                        "left join unaliased",
                        dsl -> dsl.select()
                                .from(MSG)
                                .leftJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .fetch()),
                of(
                        "left join from a global table",
                        dsl -> dsl.select()
                                .from(LANG)
                                .leftJoin(NOTE)
                                .on(body(NOTE).like("%note-2"))
                                .fetch()),
                of(
                        "right join",
                        dsl -> dsl.select()
                                .from(MSG)
                                .rightJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .fetch()),
                of(
                        "full join",
                        dsl -> dsl.select(body(MSG), body(NOTE))
                                .from(MSG)
                                .fullJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .fetch()),
                of(
                        "natural join",
                        dsl -> dsl.select().from(NOTE).naturalJoin(TAG).fetch()),
                of(
                        "natural left join",
                        dsl -> dsl.select().from(NOTE).naturalLeftOuterJoin(TAG).fetch()),
                of(
                        "join using",
                        dsl -> dsl.select()
                                .from(NOTE)
                                .join(TAG)
                                .using(field(name("msg_id")))
                                .fetch()),
                of(
                        "left join using the isolation column",
                        dsl -> dsl.select()
                                .from(NOTE)
                                .leftJoin(TAG)
                                .using(field(name("tenant_id")), field(name("msg_id")))
                                .fetch()),
                of(
                        "full join using",
                        dsl -> dsl.select(body(NOTE), text(TAG, "tag"))
                                .from(NOTE)
                                .fullOuterJoin(TAG)
                                .using(field(name("msg_id")))
                                .fetch()),
                of(
                        "self join",
                        dsl -> dsl.select()
                                .from(M)
                                .join(other)
                                .on(number(M, "parent_id").eq(id(other)))
                                .fetch()),
                of(
                        "nested join on the right of a left join",
                        dsl -> dsl.select()
                                .from(LANG)
                                .leftJoin(MSG.join(NOTE).on(msgId(NOTE).eq(id(MSG))))
                                .on(id(MSG).gt(1L))
                                .fetch()),
                of(
                        "left join on the right of a left join",
                        dsl -> dsl.select()
                                .from(LANG)
                                .leftJoin(MSG.leftJoin(NOTE).on(msgId(NOTE).eq(id(MSG))))
                                .on(id(MSG).gt(1L))
                                .fetch()),
                of(
                        "left then right join",
                        dsl -> dsl.select(body(MSG), body(NOTE), text(TAG, "tag"))
                                .from(MSG)
                                .leftJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .rightJoin(TAG)
                                .on(number(TAG, "msg_id").eq(id(MSG)))
                                .fetch()),
                of(
                        "left join without matching rows counts as missing",
                        dsl -> dsl.select(count())
                                .from(MSG)
                                .leftJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .where(id(NOTE).isNull())
                                .fetch()),
                of(
                        "sub-select in ON",
                        dsl -> dsl.select()
                                .from(LANG)
                                .join(NOTE)
                                .on(id(NOTE).in(select(id(MSG)).from(MSG)))
                                .fetch()),
                of(
                        "semi join",
                        dsl -> dsl.select()
                                .from(MSG)
                                .leftSemiJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .fetch()),
                of(
                        "anti join",
                        dsl -> dsl.select()
                                .from(MSG)
                                .leftAntiJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .fetch()),
                of(
                        "generated tables joined",
                        dsl -> dsl.select()
                                .from(Msg.MSG.as("a"))
                                .leftJoin(Msg.MSG.as("b"))
                                .on(Msg.MSG.as("b").ID.eq(Msg.MSG.as("a").PARENT_ID))
                                .fetch()));
    }

    private static List<Named> subqueries() {
        return List.of(
                of(
                        "scalar in the select list",
                        dsl -> dsl.select(
                                        text(LANG, "name"),
                                        field(select(max(body(MSG))).from(MSG)))
                                .from(LANG)
                                .fetch()),
                of(
                        "correlated by exists",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(exists(
                                        selectOne().from(NOTE).where(msgId(NOTE).eq(id(MSG)))))
                                .fetch()),
                of(
                        "same table inside and outside",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(id(MSG).eq(select(max(id(MSG))).from(MSG)))
                                .fetch()),
                of(
                        "row value in",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(row(id(MSG), text(MSG, "code"))
                                        .in(select(id(MSG), text(MSG, "code")).from(MSG)))
                                .fetch()),
                of(
                        "derived table",
                        dsl -> dsl.select()
                                .from(select(asterisk())
                                        .from(MSG)
                                        .where(id(MSG).gt(1L))
                                        .asTable("d"))
                                .fetch()),
                of(
                        "derived table that fakes the column",
                        dsl -> dsl.select()
                                .from(select(val("acme").as("tenant_id"), body(MSG))
                                        .from(MSG)
                                        .asTable("d"))
                                .fetch()),
                of(
                        "in order by",
                        dsl -> dsl.select(text(LANG, "code"))
                                .from(LANG)
                                .orderBy(field(select(max(id(MSG))).from(MSG)), text(LANG, "code"))
                                .limit(1)
                                .fetch()),
                of(
                        "in limit",
                        dsl -> dsl.select(text(LANG, "code"))
                                .from(LANG)
                                .orderBy(text(LANG, "code"))
                                .limit(field(
                                        select(count().minus(count()).plus(1)).from(MSG)))
                                .fetch()),
                of(
                        "in case",
                        dsl -> dsl.select(when(exists(selectOne().from(NOTE)), body(NOTE.as("q")))
                                        .otherwise("none"))
                                .from(NOTE.as("q"))
                                .fetch()),
                of(
                        "quantified",
                        dsl -> dsl.select()
                                .from(NOTE)
                                .where(id(NOTE).in(select(id(MSG)).from(MSG).where(id(MSG).gt(1L))))
                                .fetch()));
    }

    private static List<Named> withAndSets() {
        Table<Record> named = table(name("c"));
        return List.of(
                of(
                        "common table expression",
                        dsl -> dsl.with("c")
                                .as(select(body(MSG)).from(MSG))
                                .select()
                                .from(named)
                                .fetch()),
                of(
                        "with the name of a global table",
                        dsl -> dsl.with("lang")
                                .as(select(body(MSG)).from(MSG))
                                .select()
                                .from(LANG)
                                .fetch()),
                of(
                        "two that see each other",
                        dsl -> dsl.with("c")
                                .as(select(id(MSG)).from(MSG))
                                .with("d")
                                .as(selectCount().from(named))
                                .select()
                                .from(table(name("d")))
                                .fetch()),
                of(
                        "recursive over the rows",
                        dsl -> dsl.withRecursive("c", "id")
                                .as(select(id(MSG))
                                        .from(MSG)
                                        .where(number(MSG, "parent_id").eq(0L))
                                        .union(select(id(M))
                                                .from(M)
                                                .join(named)
                                                .on(number(M, "parent_id")
                                                        .eq(field(name("c", "id"), SQLDataType.BIGINT)))))
                                .select()
                                .from(named)
                                .fetch()),
                of(
                        "recursive series without tables",
                        dsl -> dsl.withRecursive("c", "n")
                                .as(select(val(1L))
                                        .unionAll(select(field(name("n"), Long.class)
                                                        .plus(1L))
                                                .from(named)
                                                .where(field(name("n"), Long.class)
                                                        .lt(5L))))
                                .select()
                                .from(named)
                                .fetch()),
                of(
                        "nested in a derived table",
                        dsl -> dsl.select()
                                .from(with("c")
                                        .as(select(body(MSG)).from(MSG))
                                        .select()
                                        .from(named)
                                        .asTable("d"))
                                .fetch()),
                of(
                        "union",
                        dsl -> dsl.select(body(MSG))
                                .from(MSG)
                                .union(select(body(NOTE)).from(NOTE))
                                .fetch()),
                of(
                        "union all of three",
                        dsl -> dsl.select(body(MSG))
                                .from(MSG)
                                .unionAll(select(body(NOTE)).from(NOTE))
                                .unionAll(select(body(MEMO)).from(MEMO))
                                .fetch()),
                of(
                        "except and intersect",
                        dsl -> dsl.select(id(MSG))
                                .from(MSG)
                                .except(select(id(NOTE)).from(NOTE))
                                .fetch()),
                of(
                        "intersect",
                        dsl -> dsl.select(id(MSG))
                                .from(MSG)
                                .intersect(select(id(NOTE)).from(NOTE))
                                .fetch()),
                of(
                        "union in a sub-select",
                        dsl -> dsl.select()
                                .from(LANG)
                                .where(exists(select(body(MSG))
                                        .from(MSG)
                                        .union(select(body(NOTE)).from(NOTE))))
                                .fetch()));
    }

    private static List<Named> writes() {
        return List.of(
                of("update all", dsl -> dsl.update(MSG).set(body(MSG), "x").execute()),
                of(
                        "update with or",
                        dsl -> dsl.update(MSG)
                                .set(body(MSG), "x")
                                .where(id(MSG).eq(1L).or(id(MSG).eq(2L)))
                                .execute()),
                of(
                        "update with a sub-select",
                        dsl -> dsl.update(NOTE)
                                .set(body(NOTE), field(select(max(body(MSG))).from(MSG)))
                                .where(id(NOTE).in(select(id(MSG)).from(MSG)))
                                .execute()),
                of(
                        "update from",
                        dsl -> dsl.update(NOTE)
                                .set(body(NOTE), text(TAG, "tag"))
                                .from(TAG)
                                .where(number(TAG, "msg_id")
                                        .eq(id(NOTE))
                                        .and(text(TAG, "tag").like("%/g1-tag-1")))
                                .execute()),
                of(
                        "update with alias",
                        dsl -> dsl.update(N)
                                .set(field(name("body"), String.class), "x")
                                .execute()),
                of(
                        "update of a generated table with alias",
                        dsl -> dsl.update(Msg.MSG.as("z"))
                                .set(Msg.MSG.as("z").BODY, "y")
                                .where(Msg.MSG.as("z").ID.eq(2L))
                                .execute()),
                of(
                        "update returning",
                        dsl -> dsl.update(NOTE)
                                .set(body(NOTE), "r")
                                .where(id(NOTE).gt(2L))
                                .returning(id(NOTE), field(name("body"), String.class))
                                .fetch()),
                of(
                        "update of wider rows",
                        dsl -> dsl.update(MEMO)
                                .set(body(MEMO), "x")
                                .where(id(MEMO).eq(1L))
                                .execute()),
                of(
                        "update to the own tenant",
                        dsl -> dsl.update(NOTE)
                                .set(body(NOTE), "x")
                                .where(text(NOTE, "tenant_id").isNotNull())
                                .execute()),
                of("delete all", dsl -> dsl.deleteFrom(NOTE).execute()),
                of(
                        "delete with a sub-select",
                        dsl -> dsl.deleteFrom(NOTE)
                                .where(field(selectCount().from(MSG)).gt(3))
                                .execute()),
                of(
                        "delete returning",
                        dsl -> dsl.deleteFrom(NOTE)
                                .where(id(NOTE).eq(3L))
                                .returning(body(NOTE))
                                .fetch()),
                of("insert", dsl -> insertNote(dsl, 90L)),
                of(
                        "insert several rows",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(91L, "a")
                                .values(92L, "b")
                                .execute()),
                of(
                        "insert by set",
                        dsl -> dsl.insertInto(NOTE)
                                .set(id(NOTE), 93L)
                                .set(body(NOTE), "s")
                                .execute()),
                of(
                        "insert with a sub-select",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(val(94L), field(select(max(body(MSG))).from(MSG)))
                                .execute()),
                of(
                        "insert select",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .select(select(id(NOTE).plus(100L), body(NOTE)).from(NOTE))
                                .execute()),
                of(
                        "insert select of a union",
                        dsl -> dsl.insertInto(TAG, number(TAG, "msg_id"), text(TAG, "tag"))
                                .select(select(id(NOTE), body(NOTE))
                                        .from(NOTE)
                                        .unionAll(select(val(7L), text(LANG, "name"))
                                                .from(LANG)))
                                .execute(),
                        Dimension.AGENT),
                of(
                        "insert select on conflict",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .select(select(id(NOTE), body(NOTE)).from(NOTE))
                                .onConflictDoNothing()
                                .execute()),
                of(
                        "insert returning",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(95L, "r")
                                .returning(id(NOTE), body(NOTE))
                                .fetch()),
                of(
                        "insert on conflict do nothing",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(3L, "again")
                                .onConflictDoNothing()
                                .execute()),
                of(
                        "upsert",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(3L, "again")
                                .onConflict(field(name("tenant_id")), field(name("id")))
                                .doUpdate()
                                .set(body(NOTE), "updated")
                                .execute()),
                of(
                        "upsert of all columns",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(3L, "again")
                                .values(96L, "new")
                                .onConflict(field(name("tenant_id")), field(name("id")))
                                .doUpdate()
                                .setAllToExcluded()
                                .execute()),
                of(
                        "insert into a global writable table",
                        dsl -> dsl.insertInto(COUNTER).values("b", 2L).execute()),
                of(
                        "update of a global writable table",
                        dsl -> dsl.update(COUNTER)
                                .set(
                                        field(name("value"), Long.class),
                                        field(selectCount().from(MSG)).cast(Long.class))
                                .execute()),
                of(
                        "batch of bind values",
                        dsl -> total(dsl.batch(dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                        .values((Long) null, (String) null))
                                .bind(201L, "b1")
                                .bind(202L, "b2")
                                .execute())),
                of(
                        "batch of bind values in an update",
                        dsl -> total(dsl.batch(dsl.update(NOTE)
                                        .set(body(NOTE), (String) null)
                                        .where(id(NOTE).eq((Long) null)))
                                .bind("u2", 2L)
                                .bind("u3", 3L)
                                .execute())),
                of(
                        "batch of bind values in a delete",
                        dsl -> total(dsl.batch(dsl.deleteFrom(NOTE).where(id(NOTE).eq((Long) null)))
                                .bind(2L)
                                .bind(3L)
                                .execute())),
                of(
                        "batch of statements",
                        dsl -> total(dsl.batch(
                                        dsl.update(NOTE).set(body(NOTE), "q").where(id(NOTE).eq(2L)),
                                        dsl.deleteFrom(NOTE).where(id(NOTE).eq(3L)),
                                        dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                                .values(203L, "it's; -- x"))
                                .execute())),
                of(
                        "transaction",
                        dsl -> dsl.transactionResult(inner -> insertNote(inner.dsl(), 97L)
                                + inner.dsl()
                                        .deleteFrom(NOTE)
                                        .where(id(NOTE).eq(97L))
                                        .execute())));
    }

    private static int insertNote(DSLContext dsl, long id) {
        return dsl.insertInto(NOTE, id(NOTE), body(NOTE)).values(id, "n").execute();
    }

    private static int total(int[] counts) {
        return Arrays.stream(counts).sum();
    }

    static List<Arguments> statementsInContexts() {
        List<Arguments> all = new ArrayList<>();
        for (Named statement : statements()) {
            for (IsolationContext context : CONTEXTS) {
                if (context.level().compareTo(statement.level()) >= 0) {
                    all.add(Arguments.of(statement.name(), context, statement));
                }
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("statementsInContexts")
    void answersAsIfTheDatabaseHeldOnlyTheScope(String name, IsolationContext context, Named statement) {
        try (TwinDatabases twins = new TwinDatabases(context)) {
            twins.answerAlike(statement.run());
        }
    }

    private record Named(String name, Function<DSLContext, ?> run, Dimension level) {}

    private static Named of(String name, Function<DSLContext, ?> run) {
        return new Named(name, run, Dimension.TENANT);
    }

    /** A statement that needs a context of this level or a narrower one. */
    private static Named of(String name, Function<DSLContext, ?> run, Dimension level) {
        return new Named(name, run, level);
    }

    private static Field<String> body(Table<?> table) {
        return text(table, "body");
    }

    private static Field<Long> id(Table<?> table) {
        return number(table, "id");
    }

    private static Field<Long> msgId(Table<?> table) {
        return number(table, "msg_id");
    }

    private static Field<String> text(Table<?> table, String column) {
        return field(table.getUnqualifiedName().append(name(column)), SQLDataType.VARCHAR);
    }

    private static Field<Long> number(Table<?> table, String column) {
        return field(table.getUnqualifiedName().append(name(column)), SQLDataType.BIGINT);
    }
}
