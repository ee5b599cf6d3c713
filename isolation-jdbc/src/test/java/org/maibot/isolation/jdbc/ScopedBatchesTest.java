package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.TwinStatement.named;
import static org.maibot.isolation.jdbc.TwinTables.NOTE;
import static org.maibot.isolation.jdbc.TwinTables.body;
import static org.maibot.isolation.jdbc.TwinTables.id;

import java.util.Arrays;
import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationContext;

/** Each batch and transaction does under a context as if the database held only the context's rows. */
@Tag("everyDatabase")
class ScopedBatchesTest {
    static List<Arguments> statements() {
        return TwinStatement.inContexts(batches());
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("statements")
    void answersAsIfTheDatabaseHeldOnlyTheScope(String name, IsolationContext context, TwinStatement statement) {
        TwinDatabases.of(context).answerAlike(statement.run());
    }

    private static List<TwinStatement> batches() {
        return List.of(
                named(
                        "batch of bind values",
                        dsl -> total(dsl.batch(dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                        .values((Long) null, (String) null))
                                .bind(201L, "b1")
                                .bind(202L, "b2")
                                .execute())),
                named(
                        "batch of bind values in an update",
                        dsl -> total(dsl.batch(dsl.update(NOTE)
                                        .set(body(NOTE), (String) null)
                                        .where(id(NOTE).eq((Long) null)))
                                .bind("u2", 2L)
                                .bind("u3", 3L)
                                .execute())),
                named(
                        "batch of bind values in a delete",
                        dsl -> total(dsl.batch(dsl.deleteFrom(NOTE).where(id(NOTE).eq((Long) null)))
                                .bind(2L)
                                .bind(3L)
                                .execute())),
                named(
                        "batch of statements",
                        dsl -> total(dsl.batch(
                                        dsl.update(NOTE).set(body(NOTE), "q").where(id(NOTE).eq(2L)),
                                        dsl.deleteFrom(NOTE).where(id(NOTE).eq(3L)),
                                        dsl.insertInto(NOTE, id(NOTE), body(NOTE))
                                                .values(203L, "it's; -- x"))
                                .execute())),
                named(
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
}
