package org.maibot.isolation.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Connection;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.conf.FetchTriggerValuesAfterReturning;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.ExecutedStatement.Door;

/** The two doors to one database: data sources for SQL text, and jOOQ on top of them. Safe for use by several threads. */
final class Engine {
    private static final int CACHED_CONTEXTS = 10_000;

    private final DataSource dataSource;
    private final TableRules rules;
    private final IsolationObserver observer;
    private final Cache<IsolationContext, Configuration> configurations = Caffeine.newBuilder()
            .maximumSize(CACHED_CONTEXTS)
            .executor(Runnable::run)
            .build();

    Engine(DataSource dataSource, TableRules rules, IsolationObserver observer) {
        this.dataSource = dataSource;
        this.rules = rules;
        this.observer = observer;
    }

    /** A data source that is confined to the context that is supplied. */
    DataSource dataSource(Supplier<IsolationContext> contexts) {
        return new IsolatingDataSource(dataSource, rules, contexts, observer, Door.TEXT);
    }

    /** jOOQ confined to a context, with settings of the caller's own. */
    DSLContext dsl(IsolationContext context) {
        Configuration known = configuration(context);
        return DSL.using(known.derive(SettingsTools.clone(known.settings())));
    }

    /** jOOQ confined to a context, with settings that nobody changes. */
    DSLContext sharedDsl(IsolationContext context) {
        return configuration(context).dsl();
    }

    private Configuration configuration(IsolationContext context) {
        return configurations.get(
                context,
                key -> unscopedConfiguration()
                        .set(new IsolatingDataSource(dataSource, rules, () -> key, observer, Door.DSL))
                        .set(new DefaultExecuteListenerProvider(new ScopedExecution(key, observer))));
    }

    /** Scopes a statement for all contexts of the level of a context. */
    ScopedSql scopedSql(IsolationContext context, Query query) {
        try {
            return rules.scope(unscoped().render(query), context.level());
        } catch (IsolationViolationException refusal) {
            observer.publish(IsolationEvent.Refused.of(refusal, context));
            throw refusal;
        }
    }

    /** Whether there is a listener for what is executed. */
    boolean hasListener() {
        return rules.hasListener();
    }

    SqlFamily family() {
        return rules.syntax().family();
    }

    /** A context in which nothing is scoped. */
    DSLContext unscoped() {
        return DSL.using(unscopedConfiguration().set(dataSource));
    }

    /** A context on a connection, in which nothing is scoped. */
    DSLContext unscoped(Connection connection) {
        return DSL.using(unscopedConfiguration().set(connection));
    }

    private Configuration unscopedConfiguration() {
        Settings settings = new Settings()
                .withExecuteLogging(false) // it would log the texts of messages
                .withRenderGroupConcatMaxLenSessionVariable(false) // it would set a variable of the session
                .withFetchTriggerValuesAfterReturning(FetchTriggerValuesAfterReturning.NEVER); // plain RETURNING
        return new DefaultConfiguration().set(rules.syntax().family().dialect()).set(settings);
    }
}
