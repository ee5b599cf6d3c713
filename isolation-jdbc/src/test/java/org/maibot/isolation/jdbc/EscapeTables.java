package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** The tables of a database of the escapes, all read by one query on one connection, again and again. */
final class EscapeTables {
    private final PreparedStatement query;

    /** Prepares the reading of tables. */
    EscapeTables(Connection connection, List<String> names, String family) throws SQLException {
        String array = family.equals("postgresql") ? "json_build_array" : "json_array";
        List<String> queries = new ArrayList<>();
        for (String name : names) {
            List<String> columns = columns(connection, name);
            columns.add(0, owner(columns));
            queries.add("select '" + name + "', " + array + "(" + String.join(", ", columns) + ") from " + name);
        }
        query = connection.prepareStatement(String.join(" union all ", queries));
    }

    /** The names of the tables of a database, without those that hold full-text indexes. */
    static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        DatabaseMetaData metaData = connection.getMetaData();
        try (ResultSet found = metaData.getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {
            "TABLE", "PARTITIONED TABLE", "BASE TABLE"
        })) {
            while (found.next()) {
                if (!found.getString("TABLE_NAME")
                        .matches("(?i)(sqlite_|pg_).*|.*_fts_.*|.*_(config|data|idx|docsize|content)")) {
                    names.add(found.getString("TABLE_NAME"));
                }
            }
        }
        return names;
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("select * from " + table);
                ResultSet rows = statement.executeQuery()) {
            ResultSetMetaData metaData = rows.getMetaData();
            for (int i = 1; i <= metaData.getColumnCount(); i++) {
                columns.add(metaData.getColumnName(i));
            }
        }
        return columns;
    }

    private static String owner(List<String> columns) {
        return columns.stream()
                .filter(column -> column.equals("tenant_id") || column.equals("tenant"))
                .findFirst()
                .orElse("NULL");
    }

    /**
     * Rows by table, sorted; in each the owner comes first.
     *
     * @param own those of the first tenant and the global ones
     * @param foreign those of the others and of tables that are not for it
     */
    record Rows(TreeMap<String, List<String>> own, TreeMap<String, List<String>> foreign) {}

    /** What the tables hold. */
    Rows read() throws SQLException {
        Rows all = new Rows(new TreeMap<>(), new TreeMap<>());
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String table = rows.getString(1);
                String row = rows.getString(2);
                boolean isOwn = row.matches("(?s)\\[\\s*(1|\"1\")\\s*,.*") || table.equals("lang");
                (isOwn ? all.own() : all.foreign())
                        .computeIfAbsent(table, name -> new ArrayList<>())
                        .add(row);
            }
        }
        all.own().values().forEach(Collections::sort);
        all.foreign().values().forEach(Collections::sort);
        return all;
    }
}
