package org.maibot.isolation.jdbc;

import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;
import static org.maibot.isolation.jdbc.TwinStatement.named;
import static org.maibot.isolation.jdbc.TwinTables.LANG;
import static org.maibot.isolation.jdbc.TwinTables.MSG;
import static org.maibot.isolation.jdbc.TwinTables.NOTE;
import static org.maibot.isolation.jdbc.TwinTables.body;
import static org.maibot.isolation.jdbc.TwinTables.id;
import static org.maibot.isolation.jdbc.TwinTables.msgId;
import static org.maibot.isolation.jdbc.TwinTables.text;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;

/** Each query in a query answers under a context as if the database held only the context's rows. */
@Tag("everyDatabase")
class ScopedSubqueriesTest {
    static List<Arguments> statements() {
        return TwinStatement.inContexts(subqueries());
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("statements")
    void answersAsIfTheDatabaseHeldOnlyTheScope(String name, IsolationContext context, TwinStatement statement) {
        TwinDatabases.of(context).answerAlike(statement.run());
    }

    private static List<TwinStatement> subqueries() {
        return List.of(
                named(
                        "the id of another tenant, outside a derived table",
                        dsl -> dsl.fetch("select x.body from (select tenant_id, body from note) x"
                                + " where x.tenant_id = 'ACME'")),
                named(
                        "the id of another tenant, outside a common table expression",
                        dsl -> dsl.fetch("with x as (select tenant_id, body from note) select body from x"
                                + " where tenant_id = 'ACME'")),
                named(
                        "the id of another tenant, for the optional side of a join",
                        dsl -> dsl.fetch("select b.body from note a left join note b on b.id = a.id"
                                + " where b.tenant_id = 'ACME'")),
                named(
                        "the id of another tenant, for the table itself",
                        dsl -> dsl.fetch("select body from note where tenant_id = 'ACME'")),
                named(
                        "a row of the id of another tenant",
                        dsl -> dsl.fetch("select body from note where (tenant_id, id) = ('ACME', 2)")),
                named(
                        "an update for the id of another tenant",
                        dsl -> dsl.execute("update note set body = 'x' where tenant_id = 'ACME'")),
                named(
                        "a delete for the id of another tenant",
                        dsl -> dsl.execute("delete from note where tenant_id = 'ACME'")),
                named(
                        "scalar in the select list",
                        dsl -> dsl.select(
                                        text(LANG, "name"),
                                        field(select(max(body(MSG))).from(MSG)))
                                .from(LANG)
                                .fetch()),
                named(
                        "correlated by exists",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(exists(
                                        selectOne().from(NOTE).where(msgId(NOTE).eq(id(MSG)))))
                                .fetch()),
                named(
                        "same table inside and outside",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(id(MSG).eq(select(max(id(MSG))).from(MSG)))
                                .fetch()),
                named(
                        "row value in",
                        dsl -> dsl.select()
                                .from(MSG)
                                .where(row(id(MSG), text(MSG, "code"))
                                        .in(select(id(MSG), text(MSG, "code")).from(MSG)))
                                .fetch()),
                named(
                        "derived table",
                        dsl -> dsl.select()
                                .from(select(asterisk())
                                        .from(MSG)
                                        .where(id(MSG).gt(1L))
                                        .asTable("d"))
                                .fetch()),
                named(
                        "derived table that fakes the column",
                        dsl -> dsl.select()
                                .from(select(val("acme").as("tenant_id"), body(MSG))
                                        .from(MSG)
                                        .asTable("d"))
                                .fetch()),
                named(
                        "in order by",
                        dsl -> dsl.select(text(LANG, "code"))
                                .from(LANG)
                                .orderBy(field(select(max(id(MSG))).from(MSG)), text(LANG, "code"))
                                .limit(1)
                                .fetch()),
                named(
                        "in limit",
                        dsl -> dsl.select(text(LANG, "code"))
                                .from(LANG)
                                .orderBy(text(LANG, "code"))
                                .limit(field(
                                        select(count().minus(count()).plus(1)).from(MSG)))
                                .fetch()),
                named(
                        "in case",
                        dsl -> dsl.select(when(exists(selectOne().from(NOTE)), body(NOTE.as("q")))
                                        .otherwise("none"))
                                .from(NOTE.as("q"))
                                .fetch()),
                named(
                        "quantified",
                        dsl -> dsl.select()
                                .from(NOTE)
                                .where(id(NOTE).in(select(id(MSG)).from(MSG).where(id(MSG).gt(1L))))
                                .fetch()));
    }
}
