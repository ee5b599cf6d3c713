package org.maibot.isolation.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to the rows of a query that are to be inserted into a scoped table. */
interface SelectedRows {
    /**
     * A value of a row.
     *
     * @param from where its expression begins
     * @param to where it ends
     */
    record Item(int from, int to) {}

    /**
     * A SELECT of the query.
     *
     * @param items the expressions of its list
     * @param from its FROM clause, or null
     */
    void select(List<Item> items, @Nullable FromScoper from);

    /** All columns of a table; returns the list of what is to be selected instead. */
    SqlFragment table(TableRule rule);

    /** A row of a VALUES list, in brackets that open at a place. */
    void row(int bracket, List<Item> items);
}
