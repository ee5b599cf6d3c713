package org.maibot.isolation.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.conf.FetchTriggerValuesAfterReturning;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jooq.impl.DefaultVisitListenerProvider;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationObserver;

/** Makes jOOQ contexts of one database: scoped ones, and the system's. Safe for use by several threads. */
final class Engine {
    private static final int CACHED_CONTEXTS = 10_000;

    private final DataSource dataSource;
    private final TableRules rules;
    private final IsolationObserver observer;
    private final Cache<IsolationContext, DSLContext> shared =
            Caffeine.newBuilder().maximumSize(CACHED_CONTEXTS).build();

    Engine(DataSource dataSource, TableRules rules, IsolationObserver observer) {
        this.dataSource = dataSource;
        this.rules = rules;
        this.observer = observer;
    }

    /** A context in which every statement is scoped; with settings of its own, so that changing them harms nobody else. */
    DSLContext scoped(IsolationContext context) {
        Configuration shared = shared(context).configuration();
        return DSL.using(shared.derive(SettingsTools.clone(shared.settings())));
    }

    /** The same, but one for all who ask; not to be handed to hosts. */
    DSLContext shared(IsolationContext context) {
        return shared.get(context, key -> DSL.using(configuration(key)));
    }

    /** Scopes a statement for all contexts of the level of a context. */
    ScopedSql scopedSql(IsolationContext context, Query query) {
        IsolationVisitListener listener = new IsolationVisitListener(rules, () -> context, observer);
        return ScopedSql.of(query, configuration().set(new DefaultVisitListenerProvider(listener)));
    }

    private Configuration configuration(IsolationContext context) {
        IsolationVisitListener listener = new IsolationVisitListener(rules, () -> context, observer);
        return configuration()
                .set(new GuardedConnectionProvider(dataSource, context, observer))
                .set(new DefaultVisitListenerProvider(listener))
                .set(new DefaultExecuteListenerProvider(new ScopedExecution(listener, context, observer)));
    }

    /** A context in which nothing is scoped. */
    DSLContext unscoped() {
        return DSL.using(configuration().set(dataSource));
    }

    private static Configuration configuration() {
        Settings settings = new Settings()
                .withExecuteLogging(false) // it would log the texts of messages
                .withFetchTriggerValuesAfterReturning(FetchTriggerValuesAfterReturning.NEVER); // plain RETURNING
        return new DefaultConfiguration().set(SQLDialect.SQLITE).set(settings);
    }
}
