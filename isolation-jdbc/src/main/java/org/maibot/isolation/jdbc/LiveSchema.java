package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The tables and views of a database with their columns, under their folded names.
 *
 * @param tables the tables and views
 * @param declaresCollations whether a table or an index says how text compares
 */
record LiveSchema(Map<String, Table> tables, boolean declaresCollations) {
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
     * @param comparesAsNumber whether the database takes texts for numbers when it compares them with this column
     */
    record Column(String name, boolean required, boolean comparesAsNumber) {}

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
                        .put(
                                TableRules.fold(column),
                                new Column(column, required, isNumeric(columns.getString("TYPE_NAME"))));
            }
        }
        return new LiveSchema(tables, declaresCollations(connection));
    }

    private static boolean declaresCollations(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet declared =
                        statement.executeQuery("select count(*) from sqlite_master where sql like '%collate%'")) {
            return declared.next() && declared.getInt(1) > 0;
        }
    }

    /** The affinity of a declared type, by the rules of section 3.1 of SQLite's page on datatypes. */
    private static boolean isNumeric(String type) {
        String upper = type.toUpperCase(Locale.ROOT);
        boolean text = upper.contains("CHAR") || upper.contains("CLOB") || upper.contains("TEXT");
        boolean none = upper.isEmpty() || upper.contains("BLOB");
        return upper.contains("INT") || !(text || none);
    }
}
