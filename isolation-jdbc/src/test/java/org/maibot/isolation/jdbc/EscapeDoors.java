package org.maibot.isolation.jdbc;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.conf.FetchTriggerValuesAfterReturning;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultVisitListenerProvider;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationObserver;

/** What runs statements through each door, in one context. */
record EscapeDoors(TableRules rules, IsolationContext context) {
    /** The doors to a database. */
    Map<Door, EscapeRunner> to(DataSource database) throws SQLException {
        Engine engine = new Engine(database, rules, IsolationObserver.standard());
        DSLContext scoped = engine.dsl(context);
        TreeRunner.settings(scoped.settings());
        DSLContext listening = unscoped(database);
        listening
                .configuration()
                .set(new DefaultVisitListenerProvider(new IsolationVisitListener(rules, () -> context)));
        Map<Door, EscapeRunner> doors = new EnumMap<>(Door.class);
        doors.put(Door.TEXT, new TextRunner(engine.dataSource(() -> context).getConnection()));
        doors.put(Door.DSL, new PlainSqlRunner(scoped));
        doors.put(Door.LISTENER, new PlainSqlRunner(listening));
        doors.put(Door.DSL_TREE, new TreeRunner(scoped));
        doors.put(Door.LISTENER_TREE, new TreeRunner(listening));
        return doors;
    }

    /** jOOQ as a host configures it, but for what is said to need other settings. */
    DSLContext unscoped(DataSource database) {
        Settings settings = TreeRunner.settings(new Settings())
                .withExecuteLogging(false)
                .withRenderGroupConcatMaxLenSessionVariable(false)
                .withFetchTriggerValuesAfterReturning(FetchTriggerValuesAfterReturning.NEVER);
        return DSL.using(new DefaultConfiguration()
                .set(database)
                .set(rules.syntax().family().dialect())
                .set(settings));
    }
}
