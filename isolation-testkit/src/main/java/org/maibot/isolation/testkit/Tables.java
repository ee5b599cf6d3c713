package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.jdbc.TableRules;

/** The tables of the schema in which names without a schema are found. */
record Tables(Family family, List<Table> all) {
    static Tables read(Connection connection, TableRules rules) throws SQLException {
        HostSchema schema = HostSchema.read(connection, rules);
        return new Tables(
                schema.family(),
                schema.tables().values().stream().map(HostTable::rows).toList());
    }

    /** The column of a table for which the database counts values, or null. */
    @Nullable
    String counter(String name) {
        for (Table table : all) {
            if (table.name().equalsIgnoreCase(name)) {
                return table.counter();
            }
        }
        return null;
    }
}
