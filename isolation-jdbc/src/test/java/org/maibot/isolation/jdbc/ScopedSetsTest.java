package org.maibot.isolation.jdbc;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.with;
import static org.maibot.isolation.jdbc.TwinStatement.named;
import static org.maibot.isolation.jdbc.TwinTables.LANG;
import static org.maibot.isolation.jdbc.TwinTables.M;
import static org.maibot.isolation.jdbc.TwinTables.MEMO;
import static org.maibot.isolation.jdbc.TwinTables.MSG;
import static org.maibot.isolation.jdbc.TwinTables.NOTE;
import static org.maibot.isolation.jdbc.TwinTables.body;
import static org.maibot.isolation.jdbc.TwinTables.id;
import static org.maibot.isolation.jdbc.TwinTables.number;

import java.util.List;
import org.jooq.CommonTableExpression;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;

/** Each common table expression and set operation answers under a context as if the database held only the context's rows. */
@Tag("everyDatabase")
class ScopedSetsTest {
    static List<Arguments> statements() {
        return TwinStatement.inContexts(withAndSets());
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("statements")
    void answersAsIfTheDatabaseHeldOnlyTheScope(String name, IsolationContext context, TwinStatement statement) {
        TwinDatabases.of(context).answerAlike(statement.run());
    }

    private static List<TwinStatement> withAndSets() {
        Table<Record> named = table(name("c"));
        return List.of(
                named(
                        "common table expression",
                        dsl -> dsl.with("c")
                                .as(select(body(MSG)).from(MSG))
                                .select()
                                .from(named)
                                .fetch()),
                named("common table expression as an object", dsl -> {
                    CommonTableExpression<?> c =
                            name("c").fields("q").as(select(body(MSG)).from(MSG));
                    return dsl.with(c).select().from(c).fetch();
                }),
                named("common table expression with an alias", dsl -> {
                    CommonTableExpression<?> c =
                            name("c").fields("q").as(select(body(MSG)).from(MSG));
                    return dsl.with(c).select().from(c.as("k")).fetch();
                }),
                named(
                        "with the name of a global table",
                        dsl -> dsl.with("lang")
                                .as(select(body(MSG)).from(MSG))
                                .select()
                                .from(LANG)
                                .fetch()),
                named(
                        "two that see each other",
                        dsl -> dsl.with("c")
                                .as(select(id(MSG)).from(MSG))
                                .with("d")
                                .as(selectCount().from(named))
                                .select()
                                .from(table(name("d")))
                                .fetch()),
                named(
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
                named(
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
                named(
                        "nested in a derived table",
                        dsl -> dsl.select()
                                .from(with("c")
                                        .as(select(body(MSG)).from(MSG))
                                        .select()
                                        .from(named)
                                        .asTable("d"))
                                .fetch()),
                named(
                        "union",
                        dsl -> dsl.select(body(MSG))
                                .from(MSG)
                                .union(select(body(NOTE)).from(NOTE))
                                .fetch()),
                named(
                        "union all of three",
                        dsl -> dsl.select(body(MSG))
                                .from(MSG)
                                .unionAll(select(body(NOTE)).from(NOTE))
                                .unionAll(select(body(MEMO)).from(MEMO))
                                .fetch()),
                named(
                        "except and intersect",
                        dsl -> dsl.select(id(MSG))
                                .from(MSG)
                                .except(select(id(NOTE)).from(NOTE))
                                .fetch()),
                named(
                        "intersect",
                        dsl -> dsl.select(id(MSG))
                                .from(MSG)
                                .intersect(select(id(NOTE)).from(NOTE))
                                .fetch()),
                named(
                        "union in a sub-select",
                        dsl -> dsl.select()
                                .from(LANG)
                                .where(exists(select(body(MSG))
                                        .from(MSG)
                                        .union(select(body(NOTE)).from(NOTE))))
                                .fetch()));
    }
}
