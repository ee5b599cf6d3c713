package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maibot.isolation.jdbc.SchemaFacts.ForeignKey;
import org.maibot.isolation.jdbc.SchemaFacts.Hook;
import org.maibot.isolation.jdbc.SchemaFacts.Index;
import org.maibot.isolation.jdbc.SchemaFacts.Reference;
import org.maibot.isolation.jdbc.SchemaFacts.StoredColumn;
import org.maibot.isolation.jdbc.SchemaFacts.View;

/** Reads what the audit of a schema judges from a database's catalog. */
final class SchemaFactsReader {
    private final SqlSyntax syntax;

    private SchemaFactsReader(SqlSyntax syntax) {
        this.syntax = syntax;
    }

    /** Makes something of the row at which a result stands. */
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Asks a database for what its rules do not know yet. */
    static SchemaFacts read(Connection connection, SchemaRules rules) throws SQLException {
        return new SchemaFactsReader(rules.syntax()).read(connection, rules.indexes());
    }

    private SchemaFacts read(Connection connection, List<Index> indexes) throws SQLException {
        AuditQueries queries = AuditQueries.of(syntax.family());
        try (Statement statement = connection.createStatement()) {
            return new SchemaFacts(
                    rows(statement, queries.columns(), this::column),
                    indexes,
                    foreignKeys(statement, queries.foreignKeys()),
                    rows(
                            statement,
                            queries.hooks(),
                            row -> new Hook(table(row), row.getString("kind"), row.getString("hook_name"))),
                    rows(statement, queries.views(), this::view));
        }
    }

    private static <T> List<T> rows(Statement statement, String query, Reader<T> reader) throws SQLException {
        List<T> read = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                read.add(reader.read(row));
            }
        }
        return read;
    }

    private StoredColumn column(ResultSet row) throws SQLException {
        int length = row.getInt("max_length");
        Integer maxLength = row.wasNull() ? null : length;
        return new StoredColumn(
                table(row),
                syntax.foldColumn(row.getString("column_name"), true),
                row.getBoolean("nullable"),
                maxLength,
                row.getString("flaw"));
    }

    private List<ForeignKey> foreignKeys(Statement statement, String query) throws SQLException {
        Map<List<Object>, ForeignKey> keys = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                LiveSchema.Key table = table(row);
                List<Object> key = List.of(table, row.getString("key_id"));
                if (!keys.containsKey(key)) {
                    keys.put(
                            key,
                            new ForeignKey(
                                    table,
                                    row.getString("key_name"),
                                    key(row.getString("parent_schema"), row.getString("parent_table")),
                                    row.getString("on_delete"),
                                    row.getString("on_update"),
                                    new ArrayList<>()));
                }
                String parentColumn = row.getString("parent_column");
                keys.get(key)
                        .references()
                        .add(new Reference(
                                syntax.foldColumn(row.getString("column_name"), true),
                                parentColumn == null ? "" : syntax.foldColumn(parentColumn, true),
                                row.getBoolean("unset")));
            }
        }
        return List.copyOf(keys.values());
    }

    private View view(ResultSet row) throws SQLException {
        String source = row.getString("source_table");
        return new View(
                table(row),
                source == null ? null : key(row.getString("source_schema"), source),
                row.getBoolean("owner_rights"));
    }

    private LiveSchema.Key table(ResultSet row) throws SQLException {
        return key(row.getString("schema_name"), row.getString("table_name"));
    }

    private LiveSchema.Key key(String schema, String table) {
        return new LiveSchema.Key(syntax.foldTable(schema, true), syntax.foldTable(table, true));
    }
}
