package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.maibot.isolation.testkit.HostTable.Check;
import org.maibot.isolation.testkit.HostTable.ForeignKey;
import org.maibot.isolation.testkit.HostType.Kind;

/** SQLite's catalog. Its keys can all be deferred. */
record SqliteCatalog(Connection connection) implements HostSchema.Catalog {
    private static final Pattern SIZES = Pattern.compile("\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\)");

    @Override
    public Map<String, List<HostColumn>> columns() throws SQLException {
        Map<String, List<HostColumn>> columns = new LinkedHashMap<>();
        HostSchema.each(
                connection,
                "select t.name, c.name, c.type, c.\"notnull\" = 0 and c.pk = 0, c.dflt_value is not null,"
                        + " t.type = 'table' and t.wr = 0 and lower(c.type) = 'integer' and c.pk = 1"
                        + " and (select count(*) from pragma_table_info(t.name) where pk > 0) = 1, c.hidden in (2, 3), c.dflt_value"
                        + " from pragma_table_list t join pragma_table_xinfo(t.name) c"
                        + " where t.schema = 'main' and t.type in ('table', 'virtual') and c.hidden <> 1"
                        + " order by t.name, c.cid",
                row -> HostSchema.add(
                        columns,
                        row.getString(1),
                        new HostColumn(
                                row.getString(2),
                                type(row.getString(3)),
                                row.getBoolean(4),
                                row.getBoolean(5),
                                HostColumn.isMade(row.getString(8)),
                                row.getBoolean(6),
                                row.getBoolean(7))));
        return columns;
    }

    /** The type that is meant: SQLite keeps any value in any column but those of strict tables. */
    private static HostType type(String declared) {
        Matcher sizes = SIZES.matcher(declared);
        boolean sized = sizes.find();
        long size = sized ? Long.parseLong(sizes.group(1)) : 0;
        int scale = sized && sizes.group(2) != null ? Integer.parseInt(sizes.group(2)) : 0;
        String name = declared.replaceAll("\\(.*", "").strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "boolean", "bool" -> HostType.sized(Kind.INTEGER, declared, 1);
            case "date" -> HostType.of(Kind.DATE, declared);
            case "time" -> HostType.of(Kind.TIME, declared);
            case "datetime", "timestamp", "timestamptz" -> HostType.of(Kind.TIMESTAMP, declared);
            case "uuid" -> HostType.of(Kind.UUID, declared);
            case "json" -> HostType.of(Kind.JSON, declared);
            case "decimal", "numeric" -> HostType.decimal(declared, size, scale);
            case "tinyint" -> HostType.sized(Kind.INTEGER, declared, Byte.MAX_VALUE);
            case "smallint", "int2" -> HostType.sized(Kind.INTEGER, declared, Short.MAX_VALUE);
            default -> byAffinity(declared, name, size);
        };
    }

    /** As <a href="https://www.sqlite.org/datatype3.html">SQLite</a> tells from words in the declared type. */
    private static HostType byAffinity(String declared, String name, long size) {
        if (name.contains("int")) {
            return HostType.of(Kind.INTEGER, declared);
        }
        if (name.contains("char") || name.contains("clob") || name.contains("text") || name.isEmpty()) {
            return HostType.sized(Kind.TEXT, declared, size);
        }
        if (name.contains("blob") || name.contains("binary")) {
            return HostType.sized(Kind.BYTES, declared, size);
        }
        if (name.contains("real") || name.contains("floa") || name.contains("doub")) {
            return HostType.decimal(declared, 0, 0);
        }
        return HostType.of(name.equals("any") ? Kind.TEXT : Kind.UNKNOWN, declared);
    }

    @Override
    public Map<String, List<Check>> checks(Map<String, List<HostColumn>> columns) throws SQLException {
        Map<String, List<Check>> checks = new HashMap<>();
        HostSchema.each(
                connection, "select name, sql from sqlite_master where type = 'table' and sql is not null", row -> {
                    String table = row.getString(1);
                    List<HostColumn> known = columns.getOrDefault(table, List.of());
                    for (Map.Entry<String, String> check : SqliteChecks.in(row.getString(2))) {
                        HostSchema.add(checks, table, Check.of(check.getKey(), check.getValue(), known));
                    }
                });
        return checks;
    }

    @Override
    public Map<String, List<ForeignKey>> keys(Map<String, List<HostColumn>> columns) throws SQLException {
        return HostSchema.keys(
                connection,
                "select t.name, 'foreign key ' || k.id, p.name, c.name, r.name, 1"
                        + " from pragma_table_list t join pragma_foreign_key_list(t.name) k"
                        + " join pragma_table_list p on p.schema = 'main' and p.name = k.\"table\" collate nocase"
                        + " join pragma_table_info(t.name) c on c.name = k.\"from\" collate nocase"
                        + " join pragma_table_info(p.name) r on case when k.\"to\" is null then r.pk = k.seq + 1"
                        + " else r.name = k.\"to\" collate nocase end"
                        + " where t.schema = 'main' order by t.name, k.id desc, k.seq");
    }
}
