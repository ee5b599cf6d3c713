package org.maibot.isolation.jdbc;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.values;
import static org.maibot.isolation.jdbc.TwinStatement.named;
import static org.maibot.isolation.jdbc.TwinTables.LANG;
import static org.maibot.isolation.jdbc.TwinTables.M;
import static org.maibot.isolation.jdbc.TwinTables.MEMO;
import static org.maibot.isolation.jdbc.TwinTables.MSG;
import static org.maibot.isolation.jdbc.TwinTables.NOTE;
import static org.maibot.isolation.jdbc.TwinTables.body;
import static org.maibot.isolation.jdbc.TwinTables.id;
import static org.maibot.isolation.jdbc.TwinTables.text;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;

/** Each query of one table answers under a context as if the database held only the context's rows. */
@Tag("everyDatabase")
class ScopedReadsTest {
    static List<Arguments> statements() {
        return TwinStatement.inContexts(reads());
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("statements")
    void answersAsIfTheDatabaseHeldOnlyTheScope(String name, IsolationContext context, TwinStatement statement) {
        TwinDatabases.of(context).answerAlike(statement.run());
    }

    private static List<TwinStatement> reads() {
        return List.of(
                named("star", dsl -> dsl.selectFrom(MSG).fetch()),
                named("plain name", dsl -> dsl.select().from("msg").fetch()),
                named(
                                "plain name in other case",
                                dsl -> dsl.select().from("MSG").fetch())
                        .on("sqlite", "postgresql"),
                named(
                                "qualified by SQLite's schema",
                                dsl -> dsl.select()
                                        .from(table(name("main", "msg")))
                                        .fetch())
                        .on("sqlite"),
                named(
                                "qualified by SQLite's schema in text",
                                dsl -> dsl.select().from("main.msg").fetch())
                        .on("sqlite"),
                named(
                                "qualified by PostgreSQL's schema",
                                dsl -> dsl.select()
                                        .from(table(name("public", "msg")))
                                        .fetch())
                        .on("postgresql"),
                named(
                                "qualified by PostgreSQL's schema in text",
                                dsl -> dsl.select().from("public.msg").fetch())
                        .on("postgresql"),
                named(
                        "alias",
                        dsl -> dsl.select(body(M)).from(M).where(id(M).gt(1L)).fetch()),
                named(
                        "alias with columns",
                        dsl -> dsl.select()
                                .from(NOTE.as("n", "t", "i", "mi", "b"))
                                .fetch()),
                named(
                        "alias that renames another column to tenant_id",
                        dsl -> dsl.select()
                                .from(NOTE.as("n", "owner", "tenant_id", "m", "b"))
                                .fetch()),
                named(
                        "alias like another table",
                        dsl -> dsl.select().from(NOTE.as("lang")).fetch()),
                named("generated table", dsl -> dsl.selectFrom(Msg.MSG).fetch()),
                named(
                        "generated table with alias",
                        dsl -> dsl.selectFrom(Msg.MSG.as("x")).fetch()),
                named(
                        "generated table with the alias of another table",
                        dsl -> dsl.selectFrom(Msg.MSG.as("memo")).fetch()),
                named(
                        "or at the top",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(id(MSG).eq(1L).or(val(1).eq(1)))
                                .fetch()),
                named(
                        "the caller's own tenant predicate",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(text(MSG, "tenant_id").eq("acme:eu"))
                                .fetch()),
                named(
                        "negation",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(id(MSG).eq(1L).not())
                                .fetch()),
                named("count", dsl -> dsl.fetchCount(MSG)),
                named(
                        "count of a query",
                        dsl -> dsl.fetchCount(select(body(MSG)).from(MSG))),
                named("exists", dsl -> dsl.fetchExists(MSG, text(MSG, "body").like("%eu%"))),
                named(
                        "group by and having",
                        dsl -> dsl.select(text(MSG, "code"), count(), sum(id(MSG)))
                                .from(MSG)
                                .groupBy(text(MSG, "code"))
                                .having(count().gt(1))
                                .fetch()),
                named(
                        "window function",
                        dsl -> dsl.select(
                                        id(MSG),
                                        rowNumber()
                                                .over()
                                                .partitionBy(text(MSG, "code"))
                                                .orderBy(id(MSG), body(MSG)))
                                .from(MSG)
                                .fetch()),
                named(
                        "distinct with limit",
                        dsl -> dsl.selectDistinct(text(MSG, "code"))
                                .from(MSG)
                                .orderBy(text(MSG, "code"))
                                .limit(1)
                                .fetch()),
                named(
                        "seek",
                        dsl -> dsl.select(body(MSG), id(MSG))
                                .from(MSG)
                                .orderBy(body(MSG), id(MSG))
                                .seek("acme/bot/qq/g1#1", 1L)
                                .limit(2)
                                .fetch()),
                named(
                        "select alias named tenant_id",
                        dsl -> dsl.select(val("x").as("tenant_id"), body(MSG))
                                .from(MSG)
                                .orderBy(field(name("tenant_id")))
                                .fetch()),
                named("view with the columns", dsl -> dsl.select().from("msg_v").fetch()),
                named("global table", dsl -> dsl.select().from(LANG).fetch()),
                named("rows of wider levels", dsl -> dsl.select().from(MEMO).fetch()),
                named("no table", dsl -> dsl.selectOne().fetch()),
                named(
                        "values",
                        dsl -> dsl.select()
                                .from(values(row(1, "a"), row(2, "b")).as("v", "a", "b"))
                                .fetch()));
    }
}
