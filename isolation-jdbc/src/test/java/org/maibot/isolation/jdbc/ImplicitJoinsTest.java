package org.maibot.isolation.jdbc;

import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.maibot.isolation.jdbc.PathMsg.MSG;
import static org.maibot.isolation.jdbc.PathNote.NOTE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;

/** Joins that jOOQ adds at the end of a scope of its own mix up no bind values, neither the caller's nor the scope's. */
@Tag("everyDatabase")
class ImplicitJoinsTest {
    @Test
    void theCallersValuesAreNotTakenForTheTenant() {
        TwinDatabases.of(IsolationContext.of("acme"))
                .answerAlike(dsl -> dsl.select(max(NOTE.msg().body))
                        .from(NOTE)
                        .groupBy(NOTE.id)
                        .having(max(NOTE.body).ne("ACME").and(min(NOTE.body).ne("ACME")))
                        .union(select(MSG.parent().body).from(MSG))
                        .fetch());
    }

    @Test
    void theScopesValuesKeepTheirPlaces() {
        TwinDatabases.of(IsolationContext.of("acme", "bot", "qq", "g1"))
                .answerAlike(dsl -> dsl.select(NOTE.msg().body)
                        .from(NOTE)
                        .union(select(MSG.parent().body).from(MSG))
                        .fetch());
    }
}
