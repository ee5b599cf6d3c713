package org.maibot.isolation.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.examples.clients.Hibernates.inAcme;

import java.util.List;
import org.hibernate.Hibernate;
import org.maibot.isolation.jdbc.TestDatabase;

/** Hibernate with entities that know nothing of tenants reads in its tenant. */
class HibernateReadsTest {
    @EachDatabase
    void associationsLoadTheTenantsRows(TestDatabase kind) throws Exception {
        inAcme(
                kind,
                (hibernate, shop) -> hibernate.inTransaction(session -> {
                    Book book = session.find(Book.class, 1L);
                    assertThat(Hibernate.isInitialized(book.author)).isFalse();
                    assertThat(book.author)
                            .isNotNull()
                            .extracting(Hibernate::unproxy)
                            .hasFieldOrPropertyWithValue("name", "Lu Xun");
                    assertThat(book.tags).containsExactly("stories");
                    Author author = Hibernate.unproxy(session.find(Author.class, 1L), Author.class);
                    assertThat(author.books)
                            .extracting(each -> each.title)
                            .containsExactly("Call to Arms", "Wandering");
                    assertThat(session.find(Book.class, 9L)).isNull();
                }));
    }

    @EachDatabase
    void queriesFindTheTenantsRows(TestDatabase kind) throws Exception {
        inAcme(
                kind,
                (hibernate, shop) -> hibernate.inTransaction(session -> {
                    List<Author> authors = session.createSelectionQuery(
                                    "select distinct a from Author a left join fetch a.books order by a.id",
                                    Author.class)
                            .getResultList();
                    assertThat(authors)
                            .extracting(author -> author.books.size())
                            .containsExactly(2, 1);
                    assertThat(session.createSelectionQuery("select title from Book order by id", String.class)
                                    .setFirstResult(1)
                                    .setMaxResults(1)
                                    .getResultList())
                            .containsExactly("Wandering");
                    assertThat(session.createSelectionQuery("select b from Book b order by b.id", Book.class)
                                    .setMaxResults(2)
                                    .getResultCount())
                            .isEqualTo(3);
                    assertThat(session.createSelectionQuery(
                                            "select b.author.name, sum(b.pages) from Book b where b.id in :ids"
                                                    + " and exists (select 1 from Book o where o.author = b.author)"
                                                    + " group by b.author.name having count(*) > 1",
                                            Object[].class)
                                    .setParameter("ids", List.of(1L, 2L, 3L))
                                    .getResultList())
                            .singleElement()
                            .satisfies(row -> assertThat(row).containsExactly("Lu Xun", 550L));
                    assertThat(session.createSelectionQuery(
                                            "select b.title from Book b join b.tags t where t = 'novel' and size(b.tags) = 1",
                                            String.class)
                                    .getResultList())
                            .containsExactly("Rickshaw Boy");
                }));
    }

    @EachDatabase
    void nativeQueriesFindTheTenantsRows(TestDatabase kind) throws Exception {
        inAcme(
                kind,
                (hibernate, shop) -> hibernate.inTransaction(session -> {
                    assertThat(session.createNativeQuery(
                                            "select * from book where pages > :pages order by id", Book.class)
                                    .setParameter("pages", 250)
                                    .getResultList())
                            .extracting(book -> book.title)
                            .containsExactly("Call to Arms", "Rickshaw Boy");
                    assertThat(session.createNativeMutationQuery("update book set pages = 1 where title like '%a%'")
                                    .executeUpdate())
                            .isEqualTo(3);
                    Refused.by(
                            () -> session.createNativeQuery("select tenant_id from pg_catalog.pg_class", String.class)
                                    .getResultList());
                }));
    }
}
