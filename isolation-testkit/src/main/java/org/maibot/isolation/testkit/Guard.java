package org.maibot.isolation.testkit;

import javax.sql.DataSource;
import org.maibot.isolation.IsolationContext;

/** What is checked: how code comes to a data source that is confined to a context. */
@FunctionalInterface
public interface Guard {
    /** No guard at all, to see what the checks find then. */
    static Guard none() {
        return (database, context) -> database;
    }

    /**
     * Confines a database to a context.
     *
     * @param database an unguarded data source; what is done on it is undone after the check
     * @param context the context that the code works in
     */
    DataSource confine(DataSource database, IsolationContext context);
}
