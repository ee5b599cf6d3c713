package org.maibot.isolation.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.examples.clients.Bookshop.ACME;
import static org.maibot.isolation.examples.clients.Hibernates.inAcme;

import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import org.hibernate.Session;
import org.maibot.isolation.jdbc.TestDatabase;

/** Hibernate with entities that know nothing of tenants writes in its tenant. */
class HibernateWritesTest {
    private static Book find(Session session, long id) {
        return session.find(Book.class, id);
    }

    @EachDatabase
    void entitiesAreWrittenWithTheTenantFilledIn(TestDatabase kind) throws Exception {
        inAcme(kind, (hibernate, shop) -> {
            hibernate.inTransaction(session -> {
                Author author = Author.of(3, "Ba Jin");
                session.persist(author);
                for (long id = 10; id < 13; id++) {
                    Book book = Book.of(id, "Family", author);
                    book.tags.add("novel");
                    book.tags.add("trilogy");
                    session.persist(book);
                }
                Book changed = find(session, 1);
                changed.title = "changed";
                changed.tags.clear();
                changed.tags.add("new");
                session.remove(find(session, 3));
            });
            assertThat(shop.rows(ACME, "author")).hasSize(3).contains("author 3 Ba Jin 0");
            assertThat(shop.rows(ACME, "book_tag")).hasSize(7).contains("book_tag 1 new");
            assertThat(shop.rows(ACME, "book"))
                    .containsExactlyInAnyOrder(
                            "book 1 1 changed 300 1",
                            "book 2 1 Wandering 250 0",
                            "book 10 3 Family null 0",
                            "book 11 3 Family null 0",
                            "book 12 3 Family null 0");
        });
    }

    @EachDatabase
    void generatedIdsComeBack(TestDatabase kind) throws Exception {
        inAcme(kind, (hibernate, shop) -> {
            Note note = Note.of("new");
            hibernate.inTransaction(session -> session.persist(note));
            assertThat(shop.rows(ACME, "note")).hasSize(2).contains("note " + note.id + " new");
            hibernate.inTransaction(session -> session.remove(session.merge(note)));
            assertThat(shop.rows(ACME, "note")).hasSize(1);
        });
    }

    @EachDatabase
    void bulkStatementsReachTheTenantsRowsOnly(TestDatabase kind) throws Exception {
        inAcme(kind, (hibernate, shop) -> {
            hibernate.inTransaction(session -> {
                assertThat(session.createMutationQuery("update Book set pages = pages + 1 where author.id = 1")
                                .executeUpdate())
                        .isEqualTo(2);
                assertThat(session.createMutationQuery("update versioned Book b set b.title = upper(b.title)"
                                        + " where b.author in (select a from Author a where a.name like 'Lao%')")
                                .executeUpdate())
                        .isOne();
                assertThat(session.createMutationQuery("insert into Author (id, name, version)"
                                        + " select a.id + 10, a.name, 0 from Author a")
                                .executeUpdate())
                        .isEqualTo(2);
                assertThat(session.createMutationQuery("delete from Book b where b.pages < 300")
                                .executeUpdate())
                        .isOne();
            });
            assertThat(shop.rows(ACME, "book"))
                    .containsExactly("book 1 1 Call to Arms 301 0", "book 3 2 RICKSHAW BOY 320 1");
            assertThat(shop.rows(ACME, "author")).hasSize(4);
        });
    }

    @EachDatabase
    void staleEntitiesAreNotWritten(TestDatabase kind) throws Exception {
        inAcme(kind, (hibernate, shop) -> {
            Book stale = hibernate.fromTransaction(session -> find(session, 1));
            hibernate.inTransaction(session -> find(session, 1).title = "first");
            stale.title = "second";
            assertThatThrownBy(() -> hibernate.inTransaction(session -> session.merge(stale)))
                    .isInstanceOf(OptimisticLockException.class);
            assertThat(shop.rows(ACME, "book")).contains("book 1 1 first 300 1");
        });
    }

    @EachDatabase
    void locksAreOfTheTenantsRows(TestDatabase kind) throws Exception {
        inAcme(kind, (hibernate, shop) -> {
            hibernate.inTransaction(session -> {
                Book locked = session.find(Book.class, 1L, LockModeType.PESSIMISTIC_WRITE);
                locked.title = "locked";
                session.lock(find(session, 2), LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            });
            assertThat(shop.rows(ACME, "book")).contains("book 1 1 locked 300 1", "book 2 1 Wandering 250 1");
        });
    }
}
