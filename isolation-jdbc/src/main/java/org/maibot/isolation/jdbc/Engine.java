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
    private final Cache<IsolationContext, Configuration> guarded =
            Caffeine.newBuilder().maximumSize(CACHED_CONTEXTS).build();
    private final Cache<IsolationContext, DSLContext> unguarded =
            Caffeine.newBuilder().maximumSize(CACHED_CONTEXTS).build();

    Engine(DataSource dataSource, TableRules rules, IsolationObserver observer) {
        this.dataSource = dataSource;
        this.rules = rules;
        this.observer = observer;
    }

    /** For hosts: every statement is scoped, the connections are guarded, and the settings are each caller's own. */
    DSLContext guarded(IsolationContext context) {
        Configuration known = guarded.get(context, this::guardedConfiguration);
        return DSL.using(known.derive(SettingsTools.clone(known.settings())));
    }

    /** For query managers, whose statements are known: every statement is scoped. Not to be handed to hosts. */
    DSLContext unguarded(IsolationContext context) {
        return unguarded.get(context, this::unguardedContext);
    }

    /** Scopes a statement for all contexts of the level of a context. */
    ScopedSql scopedSql(IsolationContext context, Query query) {
        return ScopedSql.of(query, configuration().set(new DefaultVisitListenerProvider(listener(context))));
    }

    private Configuration guardedConfiguration(IsolationContext context) {
        IsolationVisitListener listener = listener(context);
        return configuration()
                .set(new GuardedConnectionProvider(dataSource, context, observer))
                .set(new DefaultVisitListenerProvider(listener))
                .set(new DefaultExecuteListenerProvider(new ScopedExecution(listener, context, observer)));
    }

    private DSLContext unguardedContext(IsolationContext context) {
        return DSL.using(configuration().set(dataSource).set(new DefaultVisitListenerProvider(listener(context))));
    }

    private IsolationVisitListener listener(IsolationContext context) {
        return new IsolationVisitListener(rules, () -> context, observer);
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
