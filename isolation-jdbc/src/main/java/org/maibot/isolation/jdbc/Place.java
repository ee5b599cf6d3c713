package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.QueryPart;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/**
 * Where a table stands: the statement or sub-select that names it in its FROM clause or as its target.
 *
 * @param owner that statement, or null if the table stands nowhere that is known
 * @param isTarget whether the statement writes to the table
 * @param filters conditions that every row of the table must meet to have any effect
 */
record Place(@Nullable QueryPart owner, boolean isTarget, List<Condition> filters) {

    /** The place of the last part of a path. */
    static Place of(QueryPart[] path, Table<?> table) {
        List<Condition> filters = new ArrayList<>();
        QueryPart below = table;
        for (int i = path.length - 2; i >= 0; i--) {
            QueryPart part = path[i];
            if (part instanceof QOM.JoinTable<?, ?> join) {
                addFilter(join, below, filters);
                below = join;
            } else if (part instanceof Select<?> select) {
                add(select.$where(), filters);
                return new Place(select, false, filters);
            } else if (part instanceof QOM.Update<?> update) {
                add(update.$where(), filters);
                return new Place(update, below == update.$table(), filters);
            } else if (part instanceof QOM.Delete<?> delete) {
                add(delete.$where(), filters);
                return new Place(delete, below == delete.$from(), filters);
            } else if (part instanceof QOM.Insert<?> insert) {
                return new Place(insert, true, filters);
            } else if (part instanceof Table<?> outer && TableReference.of(outer) == null) {
                return new Place(null, false, List.of());
            }
        }
        return new Place(null, false, List.of());
    }

    /** The ON condition of a join holds for each row of an inner join, and for the rows of the side that may be missing. */
    private static void addFilter(QOM.JoinTable<?, ?> join, QueryPart below, List<Condition> filters) {
        if (join instanceof QOM.QualifiedJoin<?, ?> qualified) {
            boolean left = qualified.$table1() == below;
            boolean filtered = qualified instanceof QOM.Join
                    || qualified instanceof QOM.StraightJoin
                    || (qualified instanceof QOM.RightJoin && left)
                    || ((qualified instanceof QOM.LeftJoin
                                    || qualified instanceof QOM.LeftSemiJoin
                                    || qualified instanceof QOM.LeftAntiJoin)
                            && !left);
            if (filtered) {
                add(qualified.$on(), filters);
            }
        }
    }

    private static void add(@Nullable Condition condition, List<Condition> filters) {
        if (condition != null) {
            filters.add(condition);
        }
    }
}
