package org.maibot.isolation.jdbc;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.maibot.isolation.Dimension;

/**
 * One place in a scoped text that names a table, as the verification of the text finds it, which knows nothing of how the
 * text was made. A value.
 *
 * @param schema the table's schema, or its database on MySQL and MariaDB, as the database spells it
 * @param table its name as the database spells it
 * @param kind what is done there
 * @param global whether it is declared global: its rows belong to no scope
 * @param carried the dimensions that it has a column for; none if it is global
 * @param constrained those of them in which the text confines it to the context's own id: by a condition that nothing weakens,
 *     rows of a wider level included where the table has them; or, where rows are inserted, by giving the column a value, which
 *     is filled in or compared with the context's own
 */
public record TableReference(
        String schema, String table, Kind kind, boolean global, Set<Dimension> carried, Set<Dimension> constrained) {

    /** Copies the sets; they are in the order of the dimensions, outermost first. */
    public TableReference {
        carried = inOrder(carried);
        constrained = inOrder(constrained);
    }

    private static Set<Dimension> inOrder(Set<Dimension> dimensions) {
        Set<Dimension> ordered = EnumSet.noneOf(Dimension.class);
        ordered.addAll(dimensions);
        return Collections.unmodifiableSet(ordered);
    }

    /** What is done with a table. */
    public enum Kind {
        /** Its rows are read. */
        READ,
        /** Rows are inserted, or take the place of others, or change those that they meet. */
        INSERTED,
        /** Its rows are changed. */
        UPDATED,
        /** Its rows are deleted. */
        DELETED
    }

    /** The name of the table, with the kind and the dimensions in which it is confined. */
    @Override
    public String toString() {
        return table + " (" + kind + (global ? ", global" : ", constrained in " + constrained) + ")";
    }
}
