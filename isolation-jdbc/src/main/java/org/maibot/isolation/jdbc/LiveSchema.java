package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tables and views of a database with their columns, under their folded names.
 *
 * @param tables the tables and views
 */
record LiveSchema(Map<String, Table> tables) {
    /**
     * A table or view.
     *
     * @param name as the database spells it
     * @param columns its columns
     */
    record Table(String name, Map<String, Column> columns) {}

    /**
     * A column.
     *
     * @param name as the database spells it
     * @param required whether every insert must give it a value
     */
    record Column(String name, boolean required) {}

    static LiveSchema read(Connection connection) throws SQLException {
        Map<String, Table> tables = new HashMap<>();
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, "%", "%")) {
            while (columns.next()) {
                String table = columns.getString("TABLE_NAME");
                String column = columns.getString("COLUMN_NAME");
                boolean required = columns.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls
                        && columns.getString("COLUMN_DEF") == null;
                tables.computeIfAbsent(TableRules.fold(table), key -> new Table(table, new LinkedHashMap<>()))
                        .columns()
                        .put(TableRules.fold(column), new Column(column, required));
            }
        }
        return new LiveSchema(tables);
    }
}
