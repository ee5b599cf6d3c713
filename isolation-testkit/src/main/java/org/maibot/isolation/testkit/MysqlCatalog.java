package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.maibot.isolation.testkit.HostTable.Check;
import org.maibot.isolation.testkit.HostTable.ForeignKey;
import org.maibot.isolation.testkit.HostType.Kind;
import org.maibot.isolation.testkit.HostType.Letters;

/** The catalog of MySQL and MariaDB. */
record MysqlCatalog(Connection connection) implements HostSchema.Catalog {
    private static final Pattern CHOICE = Pattern.compile("'((?:[^']|'')*)'");

    @Override
    public Map<String, List<HostColumn>> columns() throws SQLException {
        Map<String, List<HostColumn>> columns = new LinkedHashMap<>();
        HostSchema.each(
                connection,
                "select table_name, column_name, data_type, column_type, character_maximum_length, character_set_name,"
                        + " numeric_precision, numeric_scale, is_nullable = 'YES',"
                        + " column_default is not null and column_default <> 'NULL', extra like '%auto_increment%',"
                        + " coalesce(generation_expression, '') <> '',"
                        + " concat(case when extra like '%DEFAULT_GENERATED%' or version() like '%MariaDB%'"
                        + " then coalesce(column_default, '') else '' end, ' ', extra)"
                        + " from information_schema.columns where table_schema = database()"
                        + " order by table_name, ordinal_position",
                row -> HostSchema.add(
                        columns,
                        row.getString(1),
                        new HostColumn(
                                row.getString(2),
                                type(row),
                                row.getBoolean(9),
                                row.getBoolean(10),
                                HostColumn.isMade(row.getString(13)),
                                row.getBoolean(11),
                                row.getBoolean(12))));
        return columns;
    }

    private static HostType type(ResultSet row) throws SQLException {
        String name = row.getString(4);
        long length = row.getLong(5);
        return switch (row.getString(3)) {
            case "varchar", "tinytext", "text", "mediumtext", "longtext" ->
                HostType.sized(Kind.TEXT, name, length).with(letters(row.getString(6)));
            case "char" -> HostType.sized(Kind.PADDED_TEXT, name, length).with(letters(row.getString(6)));
            case "tinyint" ->
                name.startsWith("tinyint(1)")
                        ? HostType.sized(Kind.INTEGER, name, 1)
                        : HostType.sized(Kind.INTEGER, name, Byte.MAX_VALUE);
            case "smallint" -> HostType.sized(Kind.INTEGER, name, Short.MAX_VALUE);
            case "mediumint", "float" -> HostType.sized(Kind.INTEGER, name, (1 << 23) - 1);
            case "int" -> HostType.sized(Kind.INTEGER, name, Integer.MAX_VALUE);
            case "bigint", "double" -> HostType.of(Kind.INTEGER, name);
            case "decimal" -> HostType.decimal(name, row.getLong(7), row.getInt(8));
            case "date" -> HostType.of(Kind.DATE, name);
            case "time" -> HostType.of(Kind.TIME, name);
            case "datetime", "timestamp" -> HostType.of(Kind.TIMESTAMP, name);
            case "year" -> HostType.of(Kind.YEAR, name);
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
                HostType.sized(Kind.BYTES, name, length);
            case "bit" -> HostType.sized(Kind.BITS, "mysql " + name, row.getLong(7));
            case "json" -> HostType.of(Kind.JSON, name);
            case "enum", "set" -> HostType.choice(name, choices(name));
            case "uuid" -> HostType.of(Kind.UUID, name);
            case "inet4" -> HostType.template(name, "10.1.{byte2}.{byte}");
            case "inet6" -> HostType.template(name, "::ffff:10.1.{byte2}.{byte}");
            default -> HostType.of(Kind.UNKNOWN, name);
        };
    }

    private static Letters letters(String characterSet) {
        return switch (characterSet) {
            case "utf8mb4", "utf16", "utf32", "gb18030", "utf16le" -> Letters.UNICODE;
            case "utf8mb3", "utf8", "ucs2" -> Letters.PLANE;
            default -> Letters.ASCII;
        };
    }

    private static List<String> choices(String type) {
        List<String> choices = new ArrayList<>();
        CHOICE.matcher(type)
                .results()
                .forEach(choice -> choices.add(choice.group(1).replace("''", "'")));
        return choices;
    }

    @Override
    public Map<String, List<Check>> checks(Map<String, List<HostColumn>> columns) throws SQLException {
        boolean hasTables = connection.getMetaData().getDatabaseProductName().equals("MariaDB");
        Map<String, List<Check>> checks = new HashMap<>();
        HostSchema.each(
                connection,
                hasTables
                        ? "select table_name, constraint_name, check_clause from information_schema.check_constraints"
                                + " where constraint_schema = database()"
                        : "select t.table_name, c.constraint_name, c.check_clause from information_schema.check_constraints c"
                                + " join information_schema.table_constraints t on t.constraint_schema = c.constraint_schema"
                                + " and t.constraint_name = c.constraint_name and t.constraint_type = 'CHECK'"
                                + " where c.constraint_schema = database()",
                row -> addCheck(checks, columns, row.getString(1), row.getString(2), row.getString(3)));
        return checks;
    }

    /** Adds a check; one that says that a column is JSON says so of the column. */
    private static void addCheck(
            Map<String, List<Check>> checks,
            Map<String, List<HostColumn>> columns,
            String table,
            String name,
            String text) {
        List<HostColumn> known = columns.getOrDefault(table, new ArrayList<>());
        for (int i = 0; i < known.size(); i++) {
            HostColumn column = known.get(i);
            if (text.equalsIgnoreCase("json_valid(`" + column.name() + "`)")) {
                HostType json =
                        HostType.of(Kind.JSON, "json").with(column.type().letters());
                known.set(
                        i,
                        new HostColumn(
                                column.name(),
                                json,
                                column.nullable(),
                                column.defaulted(),
                                column.made(),
                                false,
                                column.computed()));
                return;
            }
        }
        HostSchema.add(checks, table, Check.of(name, text, known));
    }

    @Override
    public Map<String, List<ForeignKey>> keys(Map<String, List<HostColumn>> columns) throws SQLException {
        return HostSchema.keys(
                connection,
                "select table_name, constraint_name, case when referenced_table_schema = table_schema"
                        + " then referenced_table_name else concat(referenced_table_schema, '.', referenced_table_name) end,"
                        + " column_name, referenced_column_name, 0"
                        + " from information_schema.key_column_usage where table_schema = database()"
                        + " and referenced_table_name is not null order by table_name, constraint_name, ordinal_position");
    }
}
