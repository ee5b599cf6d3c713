package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.TableDescription;
import org.maibot.isolation.jdbc.TableRules;

/** The tables of the schema in which names without a schema are found. */
record Tables(Family family, List<Table> all) {
    static Tables read(Connection connection, TableRules rules) throws SQLException {
        Family family = Family.of(connection);
        Map<String, TableDescription> descriptions = new HashMap<>();
        for (TableDescription description : rules.tables()) {
            if (isHere(connection, family, description)) {
                descriptions.put(description.name(), description);
            }
        }
        List<Table> tables = new ArrayList<>();
        for (String name : Twin.texts(connection, family.tables())) {
            tables.add(table(connection, family, name, descriptions.get(name)));
        }
        return new Tables(family, List.copyOf(tables));
    }

    static boolean isHere(Connection connection, Family family, TableDescription description) throws SQLException {
        return family == Family.SQLITE || description.schema().equals(schema(connection, family));
    }

    private static String schema(Connection connection, Family family) throws SQLException {
        return family == Family.MYSQL ? connection.getCatalog() : connection.getSchema();
    }

    private static Table table(
            Connection connection, Family family, String name, @Nullable TableDescription description)
            throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        String catalog = family == Family.MYSQL ? connection.getCatalog() : null;
        String schema = family == Family.POSTGRESQL ? connection.getSchema() : null;
        List<String> columns = new ArrayList<>();
        String counter = family == Family.SQLITE ? rowId(connection, name) : null;
        try (ResultSet column = metaData.getColumns(catalog, schema, "%", "%")) {
            while (column.next()) {
                if (column.getString("TABLE_NAME").equals(name)
                        && !"YES".equals(column.getString("IS_GENERATEDCOLUMN"))) {
                    columns.add(column.getString("COLUMN_NAME"));
                    if ("YES".equals(column.getString("IS_AUTOINCREMENT"))) {
                        counter = column.getString("COLUMN_NAME");
                    }
                }
            }
        }
        Map<Dimension, String> dimensions = description == null ? Map.of() : description.columns();
        Set<Dimension> nullIsWider = description == null ? Set.of() : description.nullIsWider();
        return new Table(family, name, List.copyOf(columns), dimensions, nullIsWider, counter);
    }

    /** The column that stands for SQLite's row id, or null. */
    private static @Nullable String rowId(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select max(name) from pragma_table_info(?)"
                + " where pk > 0 having count(*) = 1 and max(lower(type)) = 'integer'")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
