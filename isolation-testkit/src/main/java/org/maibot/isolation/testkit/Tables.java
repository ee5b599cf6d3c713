package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.jdbc.TableDescription;
import org.maibot.isolation.jdbc.TableRules;

/**
 * The tables of the schema in which names without a schema are found.
 *
 * @param commitsEach whether connections commit each statement when they are opened
 */
record Tables(Family family, List<Table> all, boolean commitsEach) {
    static Tables read(Connection connection, TableRules rules) throws SQLException {
        HostSchema schema = HostSchema.read(connection, rules);
        for (TableDescription table : rules.tables()) {
            if (!HostSchema.isHere(connection, schema.family(), table)
                    && table.access() == TableDescription.Access.SCOPED) {
                throw new IllegalStateException("The rules have the table " + table.schema() + "." + table.name()
                        + " of another schema than that in which the data source finds names; twins are made of one"
                        + " schema, so give a data source and rules for each");
            }
        }
        requireTransactions(connection, schema);
        boolean sequences = !Twin.texts(connection, schema.family().sequences()).isEmpty();
        return new Tables(
                schema.family(),
                schema.tables().values().stream()
                        .map(table -> table.rows(sequences))
                        .toList(),
                connection.getAutoCommit());
    }

    /** Refuses tables of code in which nothing can be undone. */
    private static void requireTransactions(Connection connection, HostSchema schema) throws SQLException {
        if (schema.family() == Family.MYSQL) {
            List<String> without = new ArrayList<>();
            HostSchema.each(
                    connection,
                    "select t.table_name, t.engine from information_schema.tables t join information_schema.engines e"
                            + " on e.engine = t.engine where t.table_schema = database() and e.transactions <> 'YES'",
                    row -> {
                        HostTable table = schema.tables().get(row.getString(1));
                        if (table != null && table.description() != null) {
                            without.add(row.getString(1) + " (" + row.getString(2) + ")");
                        }
                    });
            if (!without.isEmpty()) {
                throw new IllegalStateException("What is done in the tables " + without
                        + " cannot be undone, since their engine has no transactions, and a check would change them for good."
                        + " Create them with InnoDB in the database of the tests");
            }
        }
    }

    /** Whether a column of a table may hold the id of a row. */
    boolean isReference(String name, String column) {
        return all.stream().anyMatch(table -> table.name().equals(name) && table.isReference(column));
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
