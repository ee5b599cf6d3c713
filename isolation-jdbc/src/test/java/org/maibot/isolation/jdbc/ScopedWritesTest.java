package org.maibot.isolation.jdbc;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.maibot.isolation.jdbc.TwinStatement.named;
import static org.maibot.isolation.jdbc.TwinTables.COUNTER;
import static org.maibot.isolation.jdbc.TwinTables.M;
import static org.maibot.isolation.jdbc.TwinTables.MEMO;
import static org.maibot.isolation.jdbc.TwinTables.MSG;
import static org.maibot.isolation.jdbc.TwinTables.N;
import static org.maibot.isolation.jdbc.TwinTables.NOTE;
import static org.maibot.isolation.jdbc.TwinTables.TAG;
import static org.maibot.isolation.jdbc.TwinTables.body;
import static org.maibot.isolation.jdbc.TwinTables.id;
import static org.maibot.isolation.jdbc.TwinTables.number;
import static org.maibot.isolation.jdbc.TwinTables.text;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;

/** Each update and delete does under a context as if the database held only the context's rows. */
@Tag("everyDatabase")
class ScopedWritesTest {
    static List<Arguments> statements() {
        return TwinStatement.inContexts(writes());
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("statements")
    void answersAsIfTheDatabaseHeldOnlyTheScope(String name, IsolationContext context, TwinStatement statement) {
        TwinDatabases.of(context).answerAlike(statement.run());
    }

    private static List<TwinStatement> writes() {
        return List.of(
                named("update all", dsl -> dsl.update(MSG).set(body(MSG), "x").execute()),
                named(
                        "update with or",
                        dsl -> dsl.update(MSG)
                                .set(body(MSG), "x")
                                .where(id(MSG).eq(1L).or(id(MSG).eq(2L)))
                                .execute()),
                named(
                        "update with a sub-select",
                        dsl -> dsl.update(NOTE)
                                .set(body(NOTE), field(select(max(body(MSG))).from(MSG)))
                                .where(id(NOTE).in(select(id(MSG)).from(MSG)))
                                .execute()),
                named(
                                "update from",
                                dsl -> dsl.update(NOTE)
                                        .set(body(NOTE), text(TAG, "tag"))
                                        .from(TAG)
                                        .where(number(TAG, "msg_id")
                                                .eq(id(NOTE))
                                                .and(text(TAG, "tag").like("%bot/qq/g1-tag-1")))
                                        .execute())
                        .on("sqlite", "postgresql"),
                named(
                                "update from a join",
                                dsl -> dsl.update(NOTE)
                                        .set(body(NOTE), text(TAG, "tag"))
                                        .from(M.leftJoin(TAG)
                                                .on(number(TAG, "msg_id").eq(id(M))))
                                        .where(id(M).eq(id(NOTE))
                                                .and(text(TAG, "tag").like("%bot/qq/g1-tag-1")))
                                        .execute())
                        .on("sqlite", "postgresql"),
                named(
                        "update with alias",
                        dsl -> dsl.update(N)
                                .set(field(name("body"), String.class), "x")
                                .execute()),
                named(
                        "update of a generated table with alias",
                        dsl -> dsl.update(Msg.MSG.as("z"))
                                .set(Msg.MSG.as("z").BODY, "y")
                                .where(Msg.MSG.as("z").ID.eq(2L))
                                .execute()),
                named(
                        "update returning",
                        dsl -> dsl.update(NOTE)
                                .set(body(NOTE), "r")
                                .where(id(NOTE).gt(2L))
                                .returning(id(NOTE), field(name("body"), String.class))
                                .fetch()),
                named(
                        "update of wider rows",
                        dsl -> dsl.update(MEMO)
                                .set(body(MEMO), "x")
                                .where(id(MEMO).eq(1L))
                                .execute()),
                named(
                        "update to the own tenant",
                        dsl -> dsl.update(NOTE)
                                .set(body(NOTE), "x")
                                .where(text(NOTE, "tenant_id").isNotNull())
                                .execute()),
                named("delete all", dsl -> dsl.deleteFrom(NOTE).execute()),
                named(
                        "delete with a sub-select",
                        dsl -> dsl.deleteFrom(NOTE)
                                .where(field(selectCount().from(MSG)).gt(3))
                                .execute()),
                named(
                        "delete returning",
                        dsl -> dsl.deleteFrom(NOTE)
                                .where(id(NOTE).eq(3L))
                                .returning(body(NOTE))
                                .fetch()),
                named(
                        "update of a global writable table",
                        dsl -> dsl.update(COUNTER)
                                .set(
                                        field(name("value"), Long.class),
                                        field(selectCount().from(MSG)).cast(Long.class))
                                .execute()));
    }
}
