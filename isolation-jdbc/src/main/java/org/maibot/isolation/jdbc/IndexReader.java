package org.maibot.isolation.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maibot.isolation.jdbc.SchemaFacts.Index;
import org.maibot.isolation.jdbc.SchemaFacts.IndexPart;

/** Reads the indexes of a database from its catalog. */
record IndexReader(SqlSyntax syntax) {

    /** Asks a database. */
    List<Index> read(Statement statement, String query) throws SQLException {
        Map<List<Object>, Index> indexes = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                LiveSchema.Key table = new LiveSchema.Key(
                        syntax.foldTable(row.getString("schema_name"), true),
                        syntax.foldTable(row.getString("table_name"), true));
                List<Object> key = List.of(table, row.getString("index_key"));
                if (!indexes.containsKey(key)) {
                    indexes.put(
                            key,
                            new Index(
                                    table,
                                    row.getString("index_name"),
                                    row.getBoolean("is_unique"),
                                    row.getBoolean("searchable"),
                                    new ArrayList<>()));
                }
                String column = row.getString("column_name");
                indexes.get(key)
                        .parts()
                        .add(new IndexPart(
                                column == null ? null : syntax.foldColumn(column, true),
                                row.getBoolean("whole"),
                                row.getBoolean("exact")));
            }
        }
        return List.copyOf(indexes.values());
    }
}
