package org.maibot.isolation.examples.clients;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.examples.clients.Bookshop.ACME;
import static org.maibot.isolation.examples.clients.Bookshop.GLOBEX;

import org.hibernate.SessionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.TestDatabase;

/** Hibernate takes its ids from a sequence that all tenants share. */
class HibernateSequencesTest {
    private static long persisted(Bookshop shop, IsolationContext context) {
        try (SessionFactory hibernate = Hibernates.open(shop, context, NumberedNote.class)) {
            NumberedNote note = NumberedNote.of("numbered");
            hibernate.inTransaction(session -> session.persist(note));
            return requireNonNull(note.id);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MARIADB"})
    void eachTenantTakesIdsOfItsOwn(TestDatabase kind) throws Exception {
        try (Bookshop shop = new Bookshop(kind, builder -> builder.sequences("note_seq"))) {
            long ofAcme = persisted(shop, ACME);
            long ofGlobex = persisted(shop, GLOBEX);
            assertThat(ofGlobex).isEqualTo(ofAcme + 50);
            assertThat(shop.rows(ACME, "note")).contains("note " + ofAcme + " numbered");
            assertThat(shop.rows(GLOBEX, "note")).contains("note " + ofGlobex + " numbered");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MARIADB"})
    void withoutTheDeclarationItTakesNone(TestDatabase kind) throws Exception {
        try (Bookshop shop = new Bookshop(kind)) {
            assertThatThrownBy(() -> persisted(shop, ACME)).hasStackTraceContaining("builder.sequences(…)");
        }
    }
}
