package org.maibot.isolation.jdbc;

import java.util.Map;
import java.util.Set;
import org.maibot.isolation.Dimension;

/**
 * What the rules say of one table or view. A value.
 *
 * @param schema its schema, or its database on MySQL and MariaDB, as the database spells it
 * @param name its name as the database spells it
 * @param view whether it is a view
 * @param access what scoped code may do with it
 * @param columns the names of its isolation columns as the database spells them, outermost first; empty unless it is scoped
 * @param nullIsWider the dimensions whose column is NULL in rows of the wider level, which are seen from inside it
 */
public record TableDescription(
        String schema,
        String name,
        boolean view,
        Access access,
        Map<Dimension, String> columns,
        Set<Dimension> nullIsWider) {
    /** What scoped code may do with a table. */
    public enum Access {
        /** Read and write the rows of the scope. */
        SCOPED,
        /** Read all rows, write none. */
        GLOBAL,
        /** Read and write all rows. */
        GLOBAL_WRITABLE
    }
}
