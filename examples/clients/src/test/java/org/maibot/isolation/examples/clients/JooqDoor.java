package org.maibot.isolation.examples.clients;

import static org.maibot.isolation.examples.clients.Bookshop.ACME;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.FetchTriggerValuesAfterReturning;
import org.jooq.conf.Settings;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.params.provider.Arguments;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.IsolationVisitListener;
import org.maibot.isolation.jdbc.TestDatabase;

/** The ways in which jOOQ gets to a tenant's rows. */
enum JooqDoor {
    /** The one that the library opens. */
    OF_THE_LIBRARY((shop, context) -> shop.isolation().dsl(context)),

    /** The host's own configuration, on an isolating data source. */
    ON_THE_DATA_SOURCE((shop, context) -> hosts(shop).set(shop.of(context)).dsl()),

    /** The host's own configuration on connections that nothing guards, with the listener. */
    WITH_THE_LISTENER(
            (shop, context) -> listening(shop, context).set(shop.below()).dsl()),

    /** The host's own configuration with both: what is scoped twice is scoped. */
    WITH_BOTH((shop, context) -> listening(shop, context).set(shop.of(context)).dsl());

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final BiFunction<Bookshop, IsolationContext, DSLContext> open;

    JooqDoor(BiFunction<Bookshop, IsolationContext, DSLContext> open) {
        this.open = open;
    }

    /** What is done with jOOQ. */
    interface Use {
        void of(DSLContext dsl, Bookshop shop) throws Exception;
    }

    /** All doors to all products. */
    static Stream<Arguments> onEachDatabase() {
        return Arrays.stream(TestDatabase.values())
                .filter(kind -> kind != TestDatabase.POSTGRESQL_13) // jOOQ makes no difference between the two
                .flatMap(kind -> Arrays.stream(values()).map(door -> Arguments.of(kind, door)));
    }

    /** Uses jOOQ in acme, and asserts that the rows of globex are as they were. */
    void inAcme(TestDatabase kind, Use use) throws Exception {
        Bookshop.visit(kind, shop -> use.of(open(shop, ACME), shop));
    }

    private DSLContext open(Bookshop shop, IsolationContext context) {
        return open.apply(shop, context);
    }

    /** Whether the listener scopes what jOOQ renders. */
    boolean listens() {
        return this == WITH_THE_LISTENER || this == WITH_BOTH;
    }

    private static Configuration hosts(Bookshop shop) {
        // Else it asks SQLite for last_insert_rowid(), which is of the connection and not of the context.
        Settings settings = new Settings().withFetchTriggerValuesAfterReturning(FetchTriggerValuesAfterReturning.NEVER);
        return new DefaultConfiguration().set(dialect(shop.kind())).set(settings);
    }

    private static Configuration listening(Bookshop shop, IsolationContext context) {
        return hosts(shop).derive(new IsolationVisitListener(shop.isolation().rules(), () -> context));
    }

    private static SQLDialect dialect(TestDatabase kind) {
        return switch (kind) {
            case SQLITE -> SQLDialect.SQLITE;
            case POSTGRESQL_13, POSTGRESQL_18 -> SQLDialect.POSTGRES;
            case MYSQL -> SQLDialect.MYSQL;
            case MARIADB -> SQLDialect.MARIADB;
        };
    }
}
