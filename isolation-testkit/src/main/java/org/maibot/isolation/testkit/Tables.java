package org.maibot.isolation.testkit;

import java.sql.Connection;
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
        Map<String, List<Column>> columns = columns(connection, family);
        List<Table> tables = new ArrayList<>();
        for (String name : Twin.texts(connection, family.tables())) {
            tables.add(table(connection, family, name, columns.getOrDefault(name, List.of()), descriptions.get(name)));
        }
        return new Tables(family, List.copyOf(tables));
    }

    static boolean isHere(Connection connection, Family family, TableDescription description) throws SQLException {
        return family == Family.SQLITE || description.schema().equals(schema(connection, family));
    }

    private static String schema(Connection connection, Family family) throws SQLException {
        return family == Family.MYSQL ? connection.getCatalog() : connection.getSchema();
    }

    /** A column that takes values, and whether the database counts them. */
    private record Column(String name, boolean counted) {}

    /** The columns of all tables, by the names of those. */
    private static Map<String, List<Column>> columns(Connection connection, Family family) throws SQLException {
        Map<String, List<Column>> columns = new HashMap<>();
        String catalog = family == Family.MYSQL ? connection.getCatalog() : null;
        String schema = family == Family.POSTGRESQL ? connection.getSchema() : null;
        try (ResultSet column = connection.getMetaData().getColumns(catalog, schema, "%", "%")) {
            while (column.next()) {
                if ((schema == null || schema.equals(column.getString("TABLE_SCHEM")))
                        && !"YES".equals(column.getString("IS_GENERATEDCOLUMN"))) {
                    columns.computeIfAbsent(column.getString("TABLE_NAME"), table -> new ArrayList<>())
                            .add(new Column(
                                    column.getString("COLUMN_NAME"),
                                    "YES".equals(column.getString("IS_AUTOINCREMENT"))));
                }
            }
        }
        return columns;
    }

    private static Table table(
            Connection connection,
            Family family,
            String name,
            List<Column> columns,
            @Nullable TableDescription description)
            throws SQLException {
        String counter = family == Family.SQLITE
                ? rowId(connection, name)
                : columns.stream()
                        .filter(Column::counted)
                        .map(Column::name)
                        .findFirst()
                        .orElse(null);
        Map<Dimension, String> dimensions = description == null ? Map.of() : description.columns();
        Set<Dimension> nullIsWider = description == null ? Set.of() : description.nullIsWider();
        return new Table(family, name, columns.stream().map(Column::name).toList(), dimensions, nullIsWider, counter);
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
