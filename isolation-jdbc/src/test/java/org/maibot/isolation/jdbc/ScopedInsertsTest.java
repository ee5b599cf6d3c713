package org.maibot.isolation.jdbc;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;
import static org.maibot.isolation.jdbc.TwinStatement.named;
import static org.maibot.isolation.jdbc.TwinTables.COUNTER;
import static org.maibot.isolation.jdbc.TwinTables.LANG;
import static org.maibot.isolation.jdbc.TwinTables.MSG;
import static org.maibot.isolation.jdbc.TwinTables.NOTE;
import static org.maibot.isolation.jdbc.TwinTables.TAG;
import static org.maibot.isolation.jdbc.TwinTables.body;
import static org.maibot.isolation.jdbc.TwinTables.id;
import static org.maibot.isolation.jdbc.TwinTables.number;
import static org.maibot.isolation.jdbc.TwinTables.text;

import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/** Each insert does under a context as if the database held only the context's rows. */
@Tag("everyDatabase")
class ScopedInsertsTest {
    static List<Arguments> statements() {
        return TwinStatement.inContexts(inserts());
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("statements")
    void answersAsIfTheDatabaseHeldOnlyTheScope(String name, IsolationContext context, TwinStatement statement) {
        TwinDatabases.of(context).answerAlike(statement.run());
    }

    private static List<TwinStatement> inserts() {
        return List.of(
                named("insert", dsl -> insertNote(dsl, 90L)),
                named(
                        "insert several rows",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(91L, "a")
                                .values(92L, "b")
                                .execute()),
                named(
                        "insert by set",
                        dsl -> dsl.insertInto(NOTE)
                                .set(id(NOTE), 93L)
                                .set(body(NOTE), "s")
                                .execute()),
                named(
                        "insert with a sub-select",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(val(94L), field(select(max(body(MSG))).from(MSG)))
                                .execute()),
                named(
                        "insert select",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .select(select(id(NOTE).plus(100L), body(NOTE)).from(NOTE))
                                .execute()),
                named(
                                "insert select of a union",
                                dsl -> dsl.insertInto(TAG, number(TAG, "msg_id"), text(TAG, "tag"))
                                        .select(select(id(NOTE), body(NOTE))
                                                .from(NOTE)
                                                .unionAll(select(val(7L), text(LANG, "name"))
                                                        .from(LANG)))
                                        .execute())
                        .from(Dimension.AGENT),
                named(
                        "insert select on conflict",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .select(select(id(NOTE), body(NOTE)).from(NOTE))
                                .onConflictDoNothing()
                                .execute()),
                named(
                        "insert returning",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(95L, "r")
                                .returning(id(NOTE), body(NOTE))
                                .fetch()),
                named(
                        "insert on conflict do nothing",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(3L, "again")
                                .onConflictDoNothing()
                                .execute()),
                named(
                        "upsert",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(3L, "again")
                                .onConflict(field(name("tenant_id")), field(name("id")))
                                .doUpdate()
                                .set(body(NOTE), "updated")
                                .execute()),
                named(
                        "upsert of all columns",
                        dsl -> dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                .values(3L, "again")
                                .values(96L, "new")
                                .onConflict(field(name("tenant_id")), field(name("id")))
                                .doUpdate()
                                .setAllToExcluded()
                                .execute()),
                named(
                        "insert into a global writable table",
                        dsl -> dsl.insertInto(COUNTER).values("b", 2L).execute()));
    }

    private static int insertNote(DSLContext dsl, long id) {
        return dsl.insertInto(NOTE, id(NOTE), body(NOTE)).values(id, "n").execute();
    }
}
