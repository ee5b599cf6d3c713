package org.maibot.isolation.examples.clients;

import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.TestDatabase;

/** Hibernate's session factories on the data source of one context. */
final class Hibernates {
    private Hibernates() {}

    /** What is done with Hibernate. */
    interface Use {
        void of(SessionFactory hibernate, Bookshop shop) throws Exception;
    }

    /** Uses entities that know nothing of tenants in acme, and asserts that the rows of globex are as they were. */
    static void inAcme(TestDatabase kind, Use use) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (SessionFactory hibernate = open(shop, Bookshop.ACME, Author.class, Book.class, Note.class)) {
                use.of(hibernate, shop);
            }
        });
    }

    /** Opens Hibernate; it makes no tables, and finds out its dialect itself, except for SQLite. */
    static SessionFactory open(Bookshop shop, IsolationContext context, Class<?>... entities) {
        Configuration configuration = new Configuration();
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, shop.of(context));
        if (shop.kind() == TestDatabase.SQLITE) {
            configuration.setProperty(AvailableSettings.DIALECT, "org.hibernate.community.dialect.SQLiteDialect");
            // Else it asks for last_insert_rowid(), which is of the connection and not of the context.
            configuration.setProperty(AvailableSettings.USE_GET_GENERATED_KEYS, "true");
        }
        // Else it reads the catalog for how far sequences step.
        configuration.setProperty(AvailableSettings.SEQUENCE_INCREMENT_SIZE_MISMATCH_STRATEGY, "none");
        configuration.setProperty(AvailableSettings.STATEMENT_BATCH_SIZE, "10");
        configuration.setProperty(AvailableSettings.ORDER_INSERTS, "true");
        for (Class<?> entity : entities) {
            configuration.addAnnotatedClass(entity);
        }
        configuration.setCurrentTenantIdentifierResolver(new OwnTenant(context.tenantId()));
        return configuration.buildSessionFactory();
    }
}
