package org.maibot.isolation.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.examples.clients.Bookshop.ACME;
import static org.maibot.isolation.examples.clients.Bookshop.GLOBEX;

import org.hibernate.SessionFactory;
import org.maibot.isolation.jdbc.TestDatabase;

/** Hibernate with entities that map the tenant may send the own one and no other. */
class HibernateTenantsTest {
    @EachDatabase
    void theOwnTenantIsWrittenAndReadAsAnAttribute(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (SessionFactory hibernate = Hibernates.open(shop, ACME, TenantsBook.class)) {
                hibernate.inTransaction(session -> {
                    session.persist(TenantsBook.of(ACME.tenantId(), 4, "four"));
                    session.persist(TenantsBook.of(ACME.tenantId(), 5, "five"));
                    session.find(TenantsBook.class, 1L).title = "changed";
                });
                hibernate.inTransaction(session -> assertThat(
                                session.createSelectionQuery("from TenantsBook where tenant = :t", TenantsBook.class)
                                        .setParameter("t", ACME.tenantId())
                                        .getResultList())
                        .hasSize(5)
                        .allMatch(book -> book.tenant.equals(ACME.tenantId())));
                hibernate.inTransaction(session -> assertThat(
                                session.createSelectionQuery("from TenantsBook where tenant = :t", TenantsBook.class)
                                        .setParameter("t", GLOBEX.tenantId())
                                        .getResultList())
                        .isEmpty());
                assertThat(shop.rows(ACME, "book"))
                        .hasSize(5)
                        .contains("book 1 1 changed 300 1", "book 4 null four null 0");
            }
        });
    }

    @EachDatabase
    void aForeignTenantIsRefused(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (SessionFactory hibernate = Hibernates.open(shop, ACME, TenantsBook.class)) {
                Refused.by(() -> hibernate.inTransaction(
                        session -> session.persist(TenantsBook.of(GLOBEX.tenantId(), 4, "foreign"))));
                Refused.by(() -> hibernate.inTransaction(
                        session -> session.find(TenantsBook.class, 1L).tenant = GLOBEX.tenantId()));
                Refused.by(() -> hibernate.inTransaction(
                        session -> session.createMutationQuery("update TenantsBook set tenant = :t where id = 1")
                                .setParameter("t", GLOBEX.tenantId())
                                .executeUpdate()));
                assertThat(shop.rows(ACME, "book")).hasSize(3).contains("book 1 1 Call to Arms 300 0");
            }
        });
    }

    @EachDatabase
    void hibernatesOwnTenantsAgreeWithTheContext(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (SessionFactory hibernate = Hibernates.open(shop, ACME, TenantsNote.class)) {
                hibernate.inTransaction(session -> {
                    session.persist(TenantsNote.of("new"));
                    session.createSelectionQuery("from TenantsNote where body <> 'new'", TenantsNote.class)
                            .getSingleResult()
                            .body = "ours";
                });
                hibernate.inTransaction(
                        session -> assertThat(session.createSelectionQuery("from TenantsNote", TenantsNote.class)
                                        .getResultList())
                                .extracting(note -> note.body)
                                .containsExactlyInAnyOrder("ours", "new"));
            }
        });
    }
}
