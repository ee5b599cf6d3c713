package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.maibot.isolation.jdbc.TableDescription;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.testkit.HostTable.Check;
import org.maibot.isolation.testkit.HostTable.ForeignKey;

/**
 * The tables of the schema in which names without a schema are found, and what their rows must meet.
 *
 * @param tables by their names
 */
record HostSchema(Family family, Map<String, HostTable> tables) {
    /** Reads what the catalog says of all tables, by their names. */
    interface Catalog {
        Map<String, List<HostColumn>> columns() throws SQLException;

        Map<String, List<Check>> checks(Map<String, List<HostColumn>> columns) throws SQLException;

        Map<String, List<ForeignKey>> keys(Map<String, List<HostColumn>> columns) throws SQLException;
    }

    /** Reads a row of the catalog. */
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    static HostSchema read(Connection connection, TableRules rules) throws SQLException {
        Family family = Family.of(connection);
        Catalog catalog = switch (family) {
            case SQLITE -> new SqliteCatalog(connection);
            case POSTGRESQL -> new PostgresCatalog(connection);
            case MYSQL -> new MysqlCatalog(connection);
        };
        Map<String, TableDescription> descriptions = descriptions(connection, family, rules);
        Map<String, List<HostColumn>> columns = catalog.columns();
        Map<String, List<Check>> checks = catalog.checks(columns);
        Map<String, List<ForeignKey>> keys = catalog.keys(columns);
        Map<String, HostTable> tables = new LinkedHashMap<>();
        for (String name : Twin.texts(connection, family.tables())) {
            tables.put(
                    name,
                    new HostTable(
                            family,
                            name,
                            descriptions.get(name),
                            columns.getOrDefault(name, List.of()),
                            primaryKey(connection, family, name),
                            checks.getOrDefault(name, List.of()),
                            keys.getOrDefault(name, List.of())));
        }
        return new HostSchema(family, tables);
    }

    private static Set<String> primaryKey(Connection connection, Family family, String table) throws SQLException {
        String catalog = family == Family.MYSQL ? connection.getCatalog() : null;
        String schema = family == Family.POSTGRESQL ? connection.getSchema() : null;
        Set<String> columns = new HashSet<>();
        try (ResultSet key = connection.getMetaData().getPrimaryKeys(catalog, schema, table)) {
            while (key.next()) {
                columns.add(key.getString("COLUMN_NAME"));
            }
        }
        return columns;
    }

    private static Map<String, TableDescription> descriptions(Connection connection, Family family, TableRules rules)
            throws SQLException {
        Map<String, TableDescription> here = new HashMap<>();
        for (TableDescription description : rules.tables()) {
            if (isHere(connection, family, description)) {
                here.put(description.name(), description);
            }
        }
        return here;
    }

    /** Whether a description is of this schema. */
    static boolean isHere(Connection connection, Family family, TableDescription description) throws SQLException {
        String schema = family == Family.MYSQL ? connection.getCatalog() : connection.getSchema();
        return family == Family.SQLITE || description.schema().equals(schema);
    }

    /** The tables whose rows belong to somebody. */
    List<HostTable> scoped() {
        return tables.values().stream().filter(HostTable::isScoped).toList();
    }

    /** Has each row of a query read. */
    static void each(Connection connection, String query, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                reader.read(row);
            }
        }
    }

    /** Adds to a list of a map. */
    static <T> void add(Map<String, List<T>> lists, String name, T element) {
        lists.computeIfAbsent(name, none -> new ArrayList<>()).add(element);
    }

    /**
     * Reads foreign keys.
     *
     * @param query gives the table, the key, the parent, the column, the parent's column and whether the key can be deferred,
     *     the columns of each key in their order
     */
    static Map<String, List<ForeignKey>> keys(Connection connection, String query) throws SQLException {
        Map<List<String>, ForeignKey> keys = new LinkedHashMap<>();
        each(connection, query, row -> {
            ForeignKey key = new ForeignKey(
                    row.getString(2), row.getString(3), new ArrayList<>(), new ArrayList<>(), row.getBoolean(6));
            ForeignKey known = keys.computeIfAbsent(List.of(row.getString(1), row.getString(2)), name -> key);
            known.columns().add(row.getString(4));
            known.referenced().add(row.getString(5));
        });
        Map<String, List<ForeignKey>> byTable = new HashMap<>();
        keys.forEach((name, key) -> add(byTable, name.get(0), key));
        return byTable;
    }
}
