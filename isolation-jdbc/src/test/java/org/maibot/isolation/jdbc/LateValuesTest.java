package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.maibot.isolation.jdbc.Attempt.ACME;
import static org.maibot.isolation.jdbc.TwinTables.NOTE;
import static org.maibot.isolation.jdbc.TwinTables.body;

import java.util.Locale;
import org.jooq.CloseableQuery;
import org.jooq.CloseableResultQuery;
import org.jooq.Converter;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;

/** Values that are given after a statement was made do not move rows out of the scope. */
@Tag("everyDatabase")
class LateValuesTest {
    private static final Field<Long> ID = field(name("id"), SQLDataType.BIGINT);
    private static final Field<String> TENANT = field(name("tenant_id"), SQLDataType.VARCHAR);

    @Test
    void aBatchBindsAnotherTenant() {
        Attempt.touchesNobodyElse(dsl -> dsl.batch(
                        dsl.update(NOTE).set(TENANT, "acme").set(ID, 1L).where(ID.eq(0L)))
                .bind("ACME", 77L, 2L)
                .execute());
    }

    @Test
    void aBatchOfUpsertsBindsAnotherTenant() {
        Attempt.touchesNobodyElse(dsl -> dsl.batch(dsl.insertInto(NOTE, TENANT, ID)
                        .values("acme", 1L)
                        .onConflict(TENANT, ID)
                        .doUpdate()
                        .set(TENANT, "acme")
                        .set(ID, 1L))
                .bind("acme", 2L, "ACME", 78L)
                .execute());
    }

    @Test
    void aStatementThatIsKeptOpenIsBoundAgain() {
        Attempt.touchesNobodyElse(dsl -> {
            try (CloseableQuery kept = dsl.update(NOTE)
                    .set(TENANT, "acme")
                    .set(ID, 1L)
                    .where(ID.eq(99L))
                    .keepStatement(true)) {
                kept.execute();
                kept.bind(1, "ACME").bind(2, 79L).bind(3, 2L);
                return kept.execute();
            }
        });
    }

    @Test
    void aStatementThatIsKeptOpenIsAttachedToAnotherContext() {
        TwinDatabases twins = TwinDatabases.of(ACME);
        CloseableResultQuery<?> kept =
                twins.scoped().select(body(NOTE)).from(NOTE).keepStatement(true);
        try {
            assertThat(kept.fetch()).isNotEmpty();
            kept.attach(twins.everybody().dsl(IsolationContext.of("ACME")).configuration());
            assertThat(kept.fetch().toString()).doesNotContain("acme-note");
        } catch (IsolationViolationException refused) {
            assertThat(refused).hasMessageContaining("not guarded");
        } finally {
            kept.close();
            twins.undo();
        }
    }

    @Test
    void aConverterMakesAnotherTenantOfTheOwn() {
        Field<String> upper = field(
                name("tenant_id"),
                SQLDataType.VARCHAR.asConvertedDataType(Converter.of(
                        String.class, String.class, id -> id, id -> id == null ? null : id.toUpperCase(Locale.ROOT))));
        Attempt.touchesNobodyElse(dsl -> dsl.update(NOTE)
                .set(upper, "acme")
                .set(ID, 80L)
                .where(ID.eq(2L))
                .execute());
    }
}
