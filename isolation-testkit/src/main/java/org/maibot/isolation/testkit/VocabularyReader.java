package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.TableDescription;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.testkit.HostTable.ForeignKey;
import org.maibot.isolation.testkit.Snapshot.Row;
import org.maibot.isolation.testkit.Vocabulary.Column;
import org.maibot.isolation.testkit.Vocabulary.Noun;
import org.maibot.isolation.testkit.Vocabulary.Sort;
import org.maibot.isolation.testkit.Vocabulary.Writing;

/** Reads of a schema, and of the rows in it, what statements in a context are grown of. */
final class VocabularyReader {
    private static final int SAMPLES = 40;
    private static final int SHORT = 30;

    private final Connection connection;
    private final TableRules rules;
    private final HostSchema schema;
    private final Map<String, List<Column>> columns;
    private final Map<String, Collection<Set<String>>> keys = new HashMap<>();

    VocabularyReader(Connection connection, TableRules rules) throws SQLException {
        this.connection = connection;
        this.rules = rules;
        this.schema = HostSchema.read(connection, rules);
        this.columns = columns();
        for (String table : schema.tables().keySet()) {
            keys.put(table, keys(table));
        }
    }

    private @Nullable String catalog() throws SQLException {
        return schema.family() == Family.MYSQL ? connection.getCatalog() : null;
    }

    private @Nullable String schemaName() throws SQLException {
        return schema.family() == Family.POSTGRESQL ? connection.getSchema() : null;
    }

    private Map<String, List<Column>> columns() throws SQLException {
        Map<String, List<Column>> all = new HashMap<>();
        try (ResultSet row = connection.getMetaData().getColumns(catalog(), schemaName(), "%", "%")) {
            while (row.next()) {
                if (schemaName() == null || row.getString("TABLE_SCHEM").equals(schemaName())) {
                    all.computeIfAbsent(row.getString("TABLE_NAME"), table -> new ArrayList<>())
                            .add(new Column(row.getString("COLUMN_NAME"), sort(row.getInt("DATA_TYPE"))));
                }
            }
        }
        return all;
    }

    private static Sort sort(int type) {
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Sort.NUMBER;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR -> Sort.TEXT;
            default -> Sort.OTHER;
        };
    }

    /** The columns of each unique key. */
    private Collection<Set<String>> keys(String table) throws SQLException {
        Map<String, Set<String>> found = new TreeMap<>();
        DatabaseMetaData metaData = connection.getMetaData();
        try (ResultSet row = metaData.getIndexInfo(catalog(), schemaName(), table, true, false)) {
            while (row.next()) {
                String name = row.getString("INDEX_NAME");
                String column = row.getString("COLUMN_NAME");
                if (name != null && column != null && !row.getBoolean("NON_UNIQUE")) {
                    found.computeIfAbsent(name, key -> new HashSet<>()).add(column);
                }
            }
        }
        try (ResultSet row = metaData.getPrimaryKeys(catalog(), schemaName(), table)) {
            while (row.next()) {
                found.computeIfAbsent(" primary", key -> new HashSet<>()).add(row.getString("COLUMN_NAME"));
            }
        }
        return new HashSet<>(found.values());
    }

    /**
     * What statements in a context are grown of.
     *
     * @param rows of everybody
     */
    Vocabulary of(IsolationContext context, Snapshot rows) throws SQLException {
        Map<String, List<Row>> byTable = rows.rows().stream().collect(Collectors.groupingBy(Row::table));
        List<Noun> nouns = new ArrayList<>();
        for (TableDescription description : rules.tables()) {
            List<Column> known = columns.get(description.name());
            if (known != null && isHere(description)) {
                List<Row> stand = byTable.getOrDefault(description.name(), List.of());
                HostTable table = schema.tables().get(description.name());
                Writing writing = table == null || !table.isScoped() ? null : writing(table, context, stand, known);
                nouns.add(new Noun(description.name(), List.copyOf(known), samples(known, stand), writing));
            }
        }
        boolean mariaDb = connection.getMetaData().getDatabaseProductName().equals("MariaDB");
        return new Vocabulary(schema.family(), mariaDb, nouns);
    }

    private boolean isHere(TableDescription description) throws SQLException {
        return schema.tables().containsKey(description.name())
                || (description.view() && HostSchema.isHere(connection, schema.family(), description));
    }

    private static Map<String, List<String>> samples(List<Column> columns, List<Row> rows) {
        Map<String, List<String>> samples = new HashMap<>();
        for (Column column : columns) {
            List<String> values = rows.stream()
                    .map(row -> row.values().getOrDefault(column.name(), Table.NULL))
                    .filter(value -> !value.equals(Table.NULL))
                    .distinct()
                    .limit(SAMPLES)
                    .toList();
            samples.put(column.name(), values);
        }
        return samples;
    }

    private @Nullable Writing writing(HostTable table, IsolationContext context, List<Row> rows, List<Column> known) {
        Map<String, String> scope = new LinkedHashMap<>();
        for (Map.Entry<Dimension, String> column : table.dimensions().entrySet()) {
            context.id(column.getKey()).ifPresent(id -> scope.put(column.getValue(), id));
        }
        List<List<String>> scopedKeys = new ArrayList<>();
        Set<String> fresh = new HashSet<>();
        for (Set<String> key : keys.getOrDefault(table.name(), List.of())) {
            List<String> rest = key.stream()
                    .filter(column -> !scope.containsKey(column))
                    .sorted()
                    .toList();
            if (key.containsAll(scope.keySet())) {
                scopedKeys.add(rest);
            } else {
                fresh.addAll(rest);
            }
        }
        Set<String> inKeys = scopedKeys.stream().flatMap(List::stream).collect(Collectors.toSet());
        Set<String> fixed = fixed(table);
        fixed.removeAll(fresh);
        List<Column> required = new ArrayList<>();
        List<Column> free = new ArrayList<>();
        for (Column column : known) {
            HostColumn seed = table.column(column.name());
            if (scope.containsKey(column.name()) || seed.isLeftOut()) {
                continue;
            }
            if (!seed.isOptional() || inKeys.contains(column.name())) {
                if (seed.type().kind() == HostType.Kind.BYTES) {
                    return null; // the text of bytes is no literal
                }
                required.add(column);
            }
            boolean restricted =
                    fixed.contains(column.name()) || fresh.contains(column.name()) || inKeys.contains(column.name());
            if (column.sort() != Sort.OTHER && !restricted) {
                free.add(column);
            }
        }
        List<Map<String, String>> own =
                rows.stream().filter(row -> row.isOf(context)).map(Row::values).toList();
        return new Writing(own, required, free, scopedKeys, fixed, fresh, scope);
    }

    /** The columns of foreign keys and checks, short ones, and those of open dimensions. */
    private static Set<String> fixed(HostTable table) {
        Set<String> fixed = new HashSet<>(table.dimensions().values());
        for (ForeignKey key : table.keys()) {
            fixed.addAll(key.columns());
        }
        table.checks().forEach(check -> fixed.addAll(check.columns()));
        for (HostColumn column : table.columns()) {
            boolean isShort = column.type().isText()
                    && column.type().size() > 0
                    && column.type().size() < SHORT;
            if (isShort || column.type().kind() == HostType.Kind.CHOICE) {
                fixed.add(column.name());
            }
        }
        return fixed;
    }
}
