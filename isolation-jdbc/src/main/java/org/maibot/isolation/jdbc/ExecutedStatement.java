package org.maibot.isolation.jdbc;

import java.util.List;
import org.maibot.isolation.IsolationContext;

/**
 * A statement that was executed in a context. A value; the values of its bind variables are not in it.
 *
 * @param context what it was confined to
 * @param door how it came
 * @param given the text as the caller gave it, or as jOOQ rendered it
 * @param sql the text as the driver got it; where jOOQ inlines values, those of the context are bind variables here
 * @param references the tables that the scoped text names, in its order, each as often as it is named; a view that is not
 *     declared global is not among them, but the tables in its query are
 * @param fromCache whether it had been scoped before when it was prepared, and not only for this caller
 * @param rows how many rows of bind variables it was executed for: the size of a batch; else 1, also through
 *     {@link Door#LISTENER}
 */
public record ExecutedStatement(
        IsolationContext context,
        Door door,
        String given,
        String sql,
        List<TableReference> references,
        boolean fromCache,
        int rows) {

    /** Copies the references. */
    public ExecutedStatement {
        references = List.copyOf(references);
    }

    /** How a statement comes to the database. */
    public enum Door {
        /** As text, on a connection of {@link IsolatingDataSource} or {@link Isolation#dataSource}. */
        TEXT,
        /** By {@link Isolation#dsl}, its connections included, or by a query manager. */
        DSL,
        /**
         * By jOOQ in a configuration of the host's own with {@link IsolationVisitListener}, which sees statements when jOOQ
         * renders them to be executed: one that jOOQ keeps open is seen once, and one that cannot be prepared or bound is
         * seen though it is not executed.
         */
        LISTENER
    }
}
