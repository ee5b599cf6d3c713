package org.maibot.isolation.jdbc;

import org.jspecify.annotations.Nullable;

/** What a FROM clause is made of. */
sealed interface TableItem {
    /** The place after it. */
    int end();

    /**
     * A scoped table.
     *
     * @param from where it begins
     * @param nameFrom where its name begins, after ONLY
     * @param nameEnd the place after its name, and what belongs to it, such as the list of partitions
     * @param alias the place of its alias, or -1
     * @param hints where hints on indexes or a sample begin, after the alias; the end if there are none
     * @param renamesColumns whether the alias gives its columns other names
     */
    record Scoped(
            TableRule rule, int from, int nameFrom, int nameEnd, int alias, int hints, int end, boolean renamesColumns)
            implements TableItem {}

    /** A table that needs no condition, a sub-select, or a function. */
    record Other(int end) implements TableItem {}

    /**
     * A join in brackets.
     *
     * @param renamed whether its tables cannot be reached by their names, since it has an alias
     */
    record Group(TableItem inside, boolean renamed, int end) implements TableItem {}

    /**
     * A join.
     *
     * @param on the place of ON, or -1 if it has none
     * @param onEnd the place after its condition
     */
    record Join(TableItem left, TableItem right, Kind kind, int on, int onEnd, int end) implements TableItem {
        /** How rows are joined. */
        enum Kind {
            INNER,
            /** Rows of the right side may be missing. */
            LEFT,
            /** Rows of the left side may be missing. */
            RIGHT,
            /** Any other way. */
            OTHER
        }
    }

    /** The table, if this is a scoped one. */
    default @Nullable Scoped scoped() {
        return this instanceof Scoped scoped ? scoped : null;
    }
}
