package org.maibot.isolation.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.maibot.isolation.examples.clients.BookTable.BOOK;
import static org.maibot.isolation.examples.clients.Bookshop.ACME;
import static org.maibot.isolation.examples.clients.Bookshop.GLOBEX;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Cursor;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.examples.clients.BookTable.Row;
import org.maibot.isolation.jdbc.TestDatabase;

/** jOOQ works in its tenant, through whatever door it came. */
class JooqTest {
    private static final Table<Record> NOTE = table(name("note"));
    private static final Field<Long> NOTE_ID = field(name("id"), SQLDataType.BIGINT.identity(true));
    private static final Field<String> BODY = field(name("body"), SQLDataType.VARCHAR);
    private static final Field<String> TENANT = field(name("tenant_id"), SQLDataType.VARCHAR);

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.examples.clients.JooqDoor#onEachDatabase")
    void rowsAreFetchedLazily(TestDatabase kind, JooqDoor door) throws Exception {
        door.inAcme(kind, (dsl, shop) -> {
            List<String> titles = new ArrayList<>();
            try (Cursor<Row> books =
                    dsl.selectFrom(BOOK).orderBy(BOOK.id).fetchSize(1).fetchLazy()) {
                books.forEach(book -> titles.add(book.get(BOOK.title)));
            }
            assertThat(titles).containsExactly("Call to Arms", "Wandering", "Rickshaw Boy");
            try (Stream<Row> books = dsl.selectFrom(BOOK).stream()) {
                assertThat(books).hasSize(3);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.examples.clients.JooqDoor#onEachDatabase")
    void aNestedTransactionGoesBackToItsSavepoint(TestDatabase kind, JooqDoor door) throws Exception {
        door.inAcme(kind, (dsl, shop) -> {
            dsl.transaction(outer -> {
                outer.dsl().executeInsert(Row.of(4, "four"));
                assertThatThrownBy(() -> outer.dsl().transaction(inner -> {
                            inner.dsl().deleteFrom(BOOK).execute();
                            assertThat(inner.dsl().fetchCount(BOOK)).isZero();
                            inner.dsl().executeInsert(Row.of(4, "not null"));
                            inner.dsl().executeInsert(Row.of(4, "twice"));
                        }))
                        .isInstanceOf(DataAccessException.class);
                outer.dsl().update(BOOK).set(BOOK.pages, 9).execute();
            });
            assertThat(shop.rows(ACME, "book")).hasSize(4).contains("book 4 null four 9 0");
        });
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.examples.clients.JooqDoor#onEachDatabase")
    void whatIsInsertedIsReturned(TestDatabase kind, JooqDoor door) throws Exception {
        door.inAcme(kind, (dsl, shop) -> {
            Record note =
                    dsl.insertInto(NOTE, BODY).values("new").returning(NOTE_ID).fetchSingle();
            assertThat(shop.rows(ACME, "note")).contains("note " + note.get(NOTE_ID) + " new");
        });
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.examples.clients.JooqDoor#onEachDatabase")
    void aForeignTenantIsRefusedAndTheOwnIsNot(TestDatabase kind, JooqDoor door) throws Exception {
        door.inAcme(kind, (dsl, shop) -> {
            dsl.insertInto(NOTE, TENANT, BODY).values(ACME.tenantId(), "own").execute();
            assertThatThrownBy(() -> dsl.insertInto(NOTE, TENANT, BODY)
                            .values(GLOBEX.tenantId(), "foreign")
                            .execute())
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isInstanceOf(IsolationViolationException.class),
                            thrown -> assertThat(thrown).hasRootCauseInstanceOf(IsolationViolationException.class));
            assertThatThrownBy(() ->
                            dsl.update(NOTE).set(TENANT, GLOBEX.tenantId()).execute())
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isInstanceOf(IsolationViolationException.class),
                            thrown -> assertThat(thrown).hasRootCauseInstanceOf(IsolationViolationException.class));
            assertThat(shop.rows(ACME, "note")).hasSize(2);
            assertThat(dsl.selectFrom(NOTE).where(TENANT.eq(GLOBEX.tenantId())).fetch())
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.examples.clients.JooqDoor#onEachDatabase")
    void theConnectionOfAGuardedDoorIsGuarded(TestDatabase kind, JooqDoor door) throws Exception {
        door.inAcme(kind, (dsl, shop) -> {
            if (door == JooqDoor.WITH_THE_LISTENER) {
                return; // which guards no connections
            }
            dsl.connection(connection -> {
                try (var statement = connection.createStatement()) {
                    assertThat(statement.executeUpdate("update book set pages = 5"))
                            .isEqualTo(3);
                    Refused.by(() -> statement.executeUpdate("update book set tenant_id = 'globex'"));
                }
            });
        });
    }
}
