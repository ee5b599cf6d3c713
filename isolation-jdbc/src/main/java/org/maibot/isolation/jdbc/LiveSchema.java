package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.jdbc.SchemaFacts.Index;
import org.maibot.isolation.jdbc.SchemaFacts.IndexPart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables and views of a database, as they were when it was read.
 *
 * @param syntax how it reads SQL
 * @param catalog the database's own name, where names may begin with it; else empty
 * @param defaultSchema the schema in which tables are found that are named without one
 * @param tables by their folded schemas and names
 * @param functions the folded names of the functions that are made of SQL or of code unknown here
 * @param sequences by their folded schemas and names
 * @param indexes of all tables
 */
record LiveSchema(
        SqlSyntax syntax,
        String catalog,
        String defaultSchema,
        Map<Key, Table> tables,
        Set<String> functions,
        Set<Key> sequences,
        List<Index> indexes) {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSchema.class);

    /** The folded names of a table, or of something else that is called like one. */
    record Key(String schema, String table) {}

    /** What a table is. */
    enum Kind {
        TABLE,
        VIEW,
        MATERIALIZED_VIEW
    }

    /**
     * A table or view.
     *
     * @param schema as the database spells it
     * @param name as the database spells it
     * @param columns by their folded names, in their order
     * @param uniqueKeys the folded names of the columns that each unique key holds as a whole and exactly
     * @param definition what the catalog says a view is made of, or null if it is a table or this is not shown
     * @param replacesOnConflict whether a row that meets another one in a key takes its place, without being asked to
     */
    record Table(
            String schema,
            String name,
            Kind kind,
            Map<String, Column> columns,
            List<Set<String>> uniqueKeys,
            @Nullable Definition definition,
            boolean replacesOnConflict) {}

    /**
     * A column.
     *
     * @param name as the database spells it
     * @param idType how ids would be kept in it, or null if they cannot
     * @param maxLength how many characters it holds, or 0 if that is not bounded
     * @param required whether every insert must give it a value
     * @param exact whether equal means the same characters
     * @param counter whether the database counts values of its own for it
     * @param generated whether the database computes it
     */
    record Column(
            String name,
            @Nullable IdType idType,
            int maxLength,
            boolean required,
            boolean exact,
            boolean counter,
            boolean generated) {}

    static LiveSchema read(Connection connection) throws SQLException {
        SqlSyntax syntax = SqlSyntax.of(connection);
        CatalogQueries queries = CatalogQueries.of(syntax.family());
        LiveSchema live = new LiveSchema(
                syntax,
                name(connection, queries.catalog()),
                name(connection, queries.defaultSchema()),
                new LinkedHashMap<>(),
                new HashSet<>(),
                new HashSet<>(),
                new ArrayList<>());
        try (Statement statement = connection.createStatement()) {
            Map<Key, Definition> views = definitions(statement, queries.views(), syntax);
            live.readColumns(statement, queries.columns(), views);
            live.readViews(connection, queries.viewColumns(), views);
            live.readIndexes(statement, queries.indexes());
            live.readFunctions(statement, queries.functions());
            live.readSequences(statement, queries.sequences());
        }
        return live;
    }

    private static String name(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    /**
     * What a view is made of.
     *
     * @param text as the catalog has it
     * @param sameStrings whether its strings are of the session's character set and collation
     */
    record Definition(String text, boolean sameStrings) {}

    private static Map<Key, Definition> definitions(Statement statement, String query, SqlSyntax syntax)
            throws SQLException {
        Map<Key, Definition> definitions = new HashMap<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                String definition = row.getString("definition");
                if (definition != null) {
                    definitions.put(
                            key(syntax, row.getString("schema_name"), row.getString("table_name")),
                            new Definition(definition, row.getBoolean("same_strings")));
                }
            }
        }
        return definitions;
    }

    private void readColumns(Statement statement, String query, Map<Key, Definition> views) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            readColumns(row, views);
        }
    }

    /** Reads views one by one; one that is broken, as of a table that was dropped, has no rule. */
    private void readViews(Connection connection, String query, Map<Key, Definition> views) throws SQLException {
        if (query.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (Key view : views.keySet()) {
                statement.setString(1, view.table());
                try (ResultSet row = statement.executeQuery()) {
                    readColumns(row, views);
                } catch (SQLException e) {
                    LOG.warn("The view {} cannot be read and is refused: {}", view.table(), e.getMessage());
                }
            }
        }
    }

    private void readColumns(ResultSet row, Map<Key, Definition> views) throws SQLException {
        while (row.next()) {
            String schema = row.getString("schema_name");
            String table = row.getString("table_name");
            Kind kind = Kind.valueOf(row.getString("kind"));
            boolean defaulted = row.getBoolean("defaulted");
            Column column = new Column(
                    row.getString("column_name"),
                    idType(row.getString("type_name")),
                    row.getInt("max_length"),
                    row.getBoolean("not_null") && !defaulted,
                    row.getBoolean("exact"),
                    row.getBoolean("counter"),
                    row.getBoolean("generated"));
            boolean replaces = row.getBoolean("replaces");
            tables.computeIfAbsent(
                            key(schema, table),
                            key -> new Table(
                                    schema,
                                    table,
                                    kind,
                                    new LinkedHashMap<>(),
                                    new ArrayList<>(),
                                    views.get(key),
                                    replaces))
                    .columns()
                    .put(syntax.foldColumn(column.name(), true), column);
        }
    }

    private void readIndexes(Statement statement, String query) throws SQLException {
        indexes.addAll(new IndexReader(syntax).read(statement, query));
        indexes.stream().filter(Index::unique).forEach(index -> {
            Table table = tables.get(index.table());
            if (table != null) {
                table.uniqueKeys().add(exactColumns(index));
            }
        });
    }

    /** An expression has no name and confines nothing, nor does a part of a value. */
    private static Set<String> exactColumns(Index index) {
        Set<String> columns = new LinkedHashSet<>();
        for (IndexPart part : index.parts()) {
            if (part.column() != null && part.whole() && part.exact()) {
                columns.add(part.column());
            }
        }
        return columns;
    }

    private void readFunctions(Statement statement, String query) throws SQLException {
        if (!query.isEmpty()) {
            try (ResultSet row = statement.executeQuery(query)) {
                while (row.next()) {
                    functions.add(SqlFamily.lower(row.getString(1)));
                }
            }
        }
    }

    private void readSequences(Statement statement, String query) throws SQLException {
        if (!query.isEmpty()) {
            try (ResultSet row = statement.executeQuery(query)) {
                while (row.next()) {
                    sequences.add(key(row.getString("schema_name"), row.getString("sequence_name")));
                }
            }
        }
    }

    private Key key(String schema, String table) {
        return key(syntax, schema, table);
    }

    private static Key key(SqlSyntax syntax, String schema, String table) {
        return new Key(syntax.foldTable(schema, true), syntax.foldTable(table, true));
    }

    /** How ids are kept in a column of a type, or null if they cannot be. */
    private @Nullable IdType idType(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return switch (syntax.family()) {
            case SQLITE -> sqliteIdType(name);
            case POSTGRESQL ->
                switch (name) {
                    case "text", "varchar", "citext" -> IdType.TEXT;
                    case "int2" -> IdType.SMALLINT;
                    case "int4" -> IdType.INTEGER;
                    case "int8" -> IdType.BIGINT;
                    case "uuid" -> IdType.UUID;
                    default -> null;
                };
            case MYSQL, MARIADB ->
                switch (name) {
                    case "varchar", "text", "tinytext", "mediumtext", "longtext" -> IdType.TEXT;
                    case "char" -> IdType.PADDED;
                    case "smallint unsigned" -> IdType.UNSIGNED_SMALLINT;
                    case "int unsigned" -> IdType.UNSIGNED_INTEGER;
                    case "bigint unsigned" -> IdType.UNSIGNED_BIGINT;
                    case "smallint" -> IdType.SMALLINT;
                    case "int" -> IdType.INTEGER;
                    case "bigint" -> IdType.BIGINT;
                    case "uuid" -> IdType.UUID_TEXT;
                    default -> null;
                };
        };
    }

    /** The affinity of a declared type, by the rules of section 3.1 of SQLite's page on datatypes. */
    private static @Nullable IdType sqliteIdType(String type) {
        if (type.isEmpty()) {
            return IdType.UNTYPED;
        }
        if (type.contains("int")) {
            return IdType.BIGINT;
        }
        if (type.contains("char") || type.contains("clob") || type.contains("text")) {
            return IdType.TEXT;
        }
        return type.equals("uuid") ? IdType.UUID_TEXT : null;
    }
}
