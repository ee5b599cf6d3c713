package org.maibot.isolation.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.maibot.isolation.examples.clients.BookTable.BOOK;
import static org.maibot.isolation.examples.clients.Bookshop.ACME;

import java.util.List;
import org.jooq.conf.StatementType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.examples.clients.BookTable.Row;
import org.maibot.isolation.jdbc.TestDatabase;

/** jOOQ writes records and batches of them in its tenant, through whatever door it came. */
class JooqRecordsTest {
    @ParameterizedTest
    @MethodSource("org.maibot.isolation.examples.clients.JooqDoor#onEachDatabase")
    void recordsAreStoredRefreshedAndDeleted(TestDatabase kind, JooqDoor door) throws Exception {
        door.inAcme(kind, (dsl, shop) -> {
            Row book = dsl.newRecord(BOOK);
            book.set(BOOK.id, 4L);
            book.set(BOOK.title, "four");
            assertThat(book.store()).isOne();
            book.set(BOOK.title, "changed");
            assertThat(book.store()).isOne();
            dsl.update(BOOK).set(BOOK.pages, 44).where(BOOK.id.eq(4L)).execute();
            book.refresh();
            assertThat(book.get(BOOK.pages)).isEqualTo(44);
            Row first = dsl.fetchSingle(BOOK, BOOK.id.eq(1L));
            first.set(BOOK.title, "first");
            assertThat(first.update()).isOne();
            assertThat(dsl.fetchSingle(BOOK, BOOK.id.eq(2L)).delete()).isOne();
            assertThat(shop.rows(ACME, "book"))
                    .containsExactly("book 1 1 first 300 0", "book 3 2 Rickshaw Boy 320 0", "book 4 null changed 44 0");
        });
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.examples.clients.JooqDoor#onEachDatabase")
    void recordsAreWrittenInBatches(TestDatabase kind, JooqDoor door) throws Exception {
        door.inAcme(kind, (dsl, shop) -> {
            if (door.listens()) {
                assertThatThrownBy(() -> dsl.batchInsert(Row.of(4, "four"), Row.of(5, "five"))
                                .execute())
                        .isInstanceOf(IsolationViolationException.class);
                dsl.settings().setStatementType(StatementType.STATIC_STATEMENT); // so each row is a statement
            }
            assertThat(dsl.batchInsert(Row.of(4, "four"), Row.of(5, "five"), Row.of(6, "six"))
                            .execute())
                    .containsExactly(1, 1, 1);
            List<Row> books = dsl.selectFrom(BOOK).orderBy(BOOK.id).fetch();
            books.forEach(book -> book.set(BOOK.pages, 1));
            assertThat(dsl.batchUpdate(books).execute()).hasSize(6).containsOnly(1);
            assertThat(dsl.batchDelete(books.subList(3, 5)).execute()).containsExactly(1, 1);
            assertThat(shop.rows(ACME, "book")).hasSize(4).contains("book 6 null six 1 0");
        });
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.examples.clients.JooqDoor#onEachDatabase")
    void aStatementIsBoundToSeveralRowsOrRefused(TestDatabase kind, JooqDoor door) throws Exception {
        door.inAcme(kind, (dsl, shop) -> {
            Throwable refusal = catchThrowable(() -> dsl.batch(
                            dsl.update(BOOK).set(BOOK.title, (String) null).where(BOOK.id.eq((Long) null)))
                    .bind("one", 1L)
                    .bind("two", 2L)
                    .execute());
            if (door.listens()) {
                assertThat(refusal).isInstanceOf(IsolationViolationException.class);
            } else {
                assertThat(refusal).isNull();
                assertThat(shop.rows(ACME, "book")).contains("book 1 1 one 300 0", "book 2 1 two 250 0");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.examples.clients.JooqDoor#onEachDatabase")
    void rowsAreLoadedInBulkAndInBatches(TestDatabase kind, JooqDoor door) throws Exception {
        door.inAcme(kind, (dsl, shop) -> {
            assertThat(dsl.loadInto(BOOK)
                            .bulkAfter(2)
                            .batchNone()
                            .loadCSV("id,title\n10,ten\n11,eleven\n12,twelve\n")
                            .fields(BOOK.id, BOOK.title)
                            .execute()
                            .stored())
                    .isEqualTo(3);
            if (door.listens()) {
                dsl.settings().setStatementType(StatementType.STATIC_STATEMENT); // so each row is a statement
            }
            assertThat(dsl.loadInto(BOOK)
                            .bulkAfter(2)
                            .batchAfter(2)
                            .loadArrays(new Object[] {20L, "a"}, new Object[] {21L, "b"}, new Object[] {22L, "c"})
                            .fields(BOOK.id, BOOK.title)
                            .execute()
                            .errors())
                    .isEmpty();
            assertThat(shop.rows(ACME, "book")).hasSize(9);
        });
    }
}
