package org.maibot.isolation.jdbc;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.maibot.isolation.jdbc.TwinStatement.named;
import static org.maibot.isolation.jdbc.TwinTables.LANG;
import static org.maibot.isolation.jdbc.TwinTables.M;
import static org.maibot.isolation.jdbc.TwinTables.MSG;
import static org.maibot.isolation.jdbc.TwinTables.N;
import static org.maibot.isolation.jdbc.TwinTables.NOTE;
import static org.maibot.isolation.jdbc.TwinTables.TAG;
import static org.maibot.isolation.jdbc.TwinTables.body;
import static org.maibot.isolation.jdbc.TwinTables.id;
import static org.maibot.isolation.jdbc.TwinTables.msgId;
import static org.maibot.isolation.jdbc.TwinTables.number;
import static org.maibot.isolation.jdbc.TwinTables.text;

import java.util.List;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;

/** Each join answers under a context as if the database held only the context's rows. */
@Tag("everyDatabase")
class ScopedJoinsTest {
    static List<Arguments> statements() {
        return TwinStatement.inContexts(joins());
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("statements")
    void answersAsIfTheDatabaseHeldOnlyTheScope(String name, IsolationContext context, TwinStatement statement) {
        TwinDatabases.of(context).answerAlike(statement.run());
    }

    private static List<TwinStatement> joins() {
        Table<Record> other = MSG.as("other");
        return List.of(
                named(
                        "inner join",
                        dsl -> dsl.select(body(M), body(N))
                                .from(M)
                                .join(N)
                                .on(msgId(N).eq(id(M)))
                                .fetch()),
                named(
                        "unaliased join",
                        dsl -> dsl.select()
                                .from(MSG)
                                .join(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .fetch()),
                named(
                        "comma join",
                        dsl -> dsl.select().from(M, N).where(msgId(N).eq(id(M))).fetch()),
                named(
                        "cross join",
                        dsl -> dsl.select().from(MSG).crossJoin(LANG).fetch()),
                named(
                        "left join",
                        dsl -> dsl.select()
                                .from(M)
                                .leftJoin(N)
                                .on(msgId(N).eq(id(M)))
                                .fetch()),
                named(
                        "left join unaliased",
                        dsl -> dsl.select()
                                .from(MSG)
                                .leftJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .fetch()),
                named(
                        "left join from a global table",
                        dsl -> dsl.select()
                                .from(LANG)
                                .leftJoin(NOTE)
                                .on(body(NOTE).like("%note-2"))
                                .fetch()),
                named(
                        "right join",
                        dsl -> dsl.select()
                                .from(MSG)
                                .rightJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .fetch()),
                named(
                                "full join",
                                dsl -> dsl.select(body(MSG), body(NOTE))
                                        .from(MSG)
                                        .fullJoin(NOTE)
                                        .on(msgId(NOTE).eq(id(MSG)))
                                        .fetch())
                        .on("sqlite", "postgresql"),
                named(
                        "natural join",
                        dsl -> dsl.select().from(NOTE).naturalJoin(TAG).fetch()),
                named(
                        "natural left join",
                        dsl -> dsl.select().from(NOTE).naturalLeftOuterJoin(TAG).fetch()),
                named(
                        "join using",
                        dsl -> dsl.select()
                                .from(NOTE)
                                .join(TAG)
                                .using(field(name("msg_id")))
                                .fetch()),
                named(
                        "left join using the isolation column",
                        dsl -> dsl.select()
                                .from(NOTE)
                                .leftJoin(TAG)
                                .using(field(name("tenant_id")), field(name("msg_id")))
                                .fetch()),
                named(
                                "full join using",
                                dsl -> dsl.select(body(NOTE), text(TAG, "tag"))
                                        .from(NOTE)
                                        .fullOuterJoin(TAG)
                                        .using(field(name("msg_id")))
                                        .fetch())
                        .on("sqlite", "postgresql"),
                named(
                        "join using a column that is called like a table",
                        dsl -> dsl.fetch("select one.msg_id from tag one join tag other using (tag, tenant_id)")),
                named(
                        "join using only a column that is called like a table",
                        dsl -> dsl.fetch("select one.msg_id from tag one left join tag other using (tag)")),
                named(
                        "self join",
                        dsl -> dsl.select()
                                .from(M)
                                .join(other)
                                .on(number(M, "parent_id").eq(id(other)))
                                .fetch()),
                named(
                        "nested join on the right of a left join",
                        dsl -> dsl.select()
                                .from(LANG)
                                .leftJoin(MSG.join(NOTE).on(msgId(NOTE).eq(id(MSG))))
                                .on(id(MSG).gt(1L))
                                .fetch()),
                named(
                        "left join on the right of a left join",
                        dsl -> dsl.select()
                                .from(LANG)
                                .leftJoin(MSG.leftJoin(NOTE).on(msgId(NOTE).eq(id(MSG))))
                                .on(id(MSG).gt(1L))
                                .fetch()),
                named(
                        "left then right join",
                        dsl -> dsl.select(body(MSG), body(NOTE), text(TAG, "tag"))
                                .from(MSG)
                                .leftJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .rightJoin(TAG)
                                .on(number(TAG, "msg_id").eq(id(MSG)))
                                .fetch()),
                named(
                        "left join without matching rows counts as missing",
                        dsl -> dsl.select(count())
                                .from(MSG)
                                .leftJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .where(id(NOTE).isNull())
                                .fetch()),
                named(
                        "sub-select in ON",
                        dsl -> dsl.select()
                                .from(LANG)
                                .join(NOTE)
                                .on(id(NOTE).in(select(id(MSG)).from(MSG)))
                                .fetch()),
                named(
                        "semi join",
                        dsl -> dsl.select()
                                .from(MSG)
                                .leftSemiJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .fetch()),
                named(
                        "anti join",
                        dsl -> dsl.select()
                                .from(MSG)
                                .leftAntiJoin(NOTE)
                                .on(msgId(NOTE).eq(id(MSG)))
                                .fetch()),
                named(
                        "generated tables joined",
                        dsl -> dsl.select()
                                .from(Msg.MSG.as("a"))
                                .leftJoin(Msg.MSG.as("b"))
                                .on(Msg.MSG.as("b").ID.eq(Msg.MSG.as("a").PARENT_ID))
                                .fetch()));
    }
}
