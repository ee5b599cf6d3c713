package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.maibot.isolation.testkit.HostType.Kind;
import org.maibot.isolation.testkit.HostType.Letters;

/**
 * The types of a PostgreSQL database.
 *
 * @param types by their numbers
 * @param labels of its enumerations, by their numbers
 * @param letters which characters its text holds
 */
record PostgresTypes(Map<Long, Type> types, Map<Long, List<String>> labels, Letters letters) {
    /** Types whose values are written like this, see {@link ColumnValues}. */
    private static final Map<String, String> TEMPLATES = Map.ofEntries(
            Map.entry("inet", "10.1.{byte2}.{byte}"),
            Map.entry("cidr", "10.{byte2}.{byte}.0/24"),
            Map.entry("macaddr", "08:00:2b:01:02:03"),
            Map.entry("interval", "{number} seconds"),
            Map.entry("point", "({byte},{byte2})"),
            Map.entry("money", "{byte}.50"),
            Map.entry("oid", "{number}"),
            Map.entry("int4range", "[{number},{number}]"),
            Map.entry("int8range", "[{number},{number}]"),
            Map.entry("numrange", "[{number},{number}]"),
            Map.entry("daterange", "[2001-01-01,2002-01-01)"),
            Map.entry("tsrange", "[2001-01-01,2002-01-01)"),
            Map.entry("tstzrange", "[2001-01-01,2002-01-01)"),
            Map.entry("tsvector", "{token}"),
            Map.entry("xml", "<note>{token}</note>"),
            Map.entry("hstore", "note=>{token}"),
            Map.entry("ltree", "{token}"));

    /** A type; its base if it is a domain, its element if it is an array, else 0. */
    private record Type(
            String name, String kind, long base, int modifier, boolean required, boolean defaulted, long element) {
        boolean isDomain() {
            return kind.equals("d");
        }
    }

    static PostgresTypes read(Connection connection) throws SQLException {
        Map<Long, Type> types = new HashMap<>();
        HostSchema.each(
                connection,
                "select oid, typname, typtype, typbasetype, typtypmod, typnotnull, typdefault is not null,"
                        + " case when typcategory = 'A' then typelem else 0 end from pg_type",
                row -> types.put(
                        row.getLong(1),
                        new Type(
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getInt(5),
                                row.getBoolean(6),
                                row.getBoolean(7),
                                row.getLong(8))));
        Map<Long, List<String>> labels = new HashMap<>();
        HostSchema.each(
                connection,
                "select enumtypid, enumlabel from pg_enum order by enumtypid, enumsortorder",
                row -> labels.computeIfAbsent(row.getLong(1), type -> new ArrayList<>())
                        .add(row.getString(2)));
        boolean unicode = Twin.texts(connection, "show server_encoding").contains("UTF8");
        return new PostgresTypes(types, labels, unicode ? Letters.UNICODE : Letters.ASCII);
    }

    private Type known(long oid) {
        Type type = types.get(oid);
        if (type == null) {
            throw new IllegalStateException("The catalog has no type " + oid + "; it was changed meanwhile, try again");
        }
        return type;
    }

    /** Whether a domain refuses NULL. */
    boolean isRequired(long oid) {
        Type type = known(oid);
        return type.isDomain() && (type.required() || isRequired(type.base()));
    }

    /** Whether a domain has a default. */
    boolean isDefaulted(long oid) {
        Type type = known(oid);
        return type.isDomain() && (type.defaulted() || isDefaulted(type.base()));
    }

    HostType type(long oid, int modifier) {
        Type type = known(oid);
        if (type.isDomain()) {
            return type(type.base(), type.modifier());
        }
        if (type.element() != 0) {
            return HostType.array(type.name(), type(type.element(), modifier));
        }
        List<String> choices = labels.get(oid);
        return choices == null ? plain(type.name(), modifier).with(letters) : HostType.choice(type.name(), choices);
    }

    private static HostType plain(String name, int modifier) {
        int length = Math.max(0, modifier - 4);
        return switch (name) {
            case "text", "citext" -> HostType.of(Kind.TEXT, name);
            case "varchar" -> HostType.sized(Kind.TEXT, name, length);
            case "bpchar" -> HostType.sized(Kind.PADDED_TEXT, name, length);
            case "char" -> HostType.sized(Kind.TEXT, name, 1);
            case "name" -> HostType.sized(Kind.TEXT, name, 15);
            case "int2" -> HostType.sized(Kind.INTEGER, name, Short.MAX_VALUE);
            case "int4" -> HostType.sized(Kind.INTEGER, name, Integer.MAX_VALUE);
            case "int8", "float8" -> HostType.of(Kind.INTEGER, name);
            case "float4" -> HostType.sized(Kind.INTEGER, name, 1 << 24);
            case "numeric" -> HostType.decimal(name, length >> 16, length & 0x7ff);
            case "bool" -> HostType.of(Kind.BOOLEAN, name);
            case "date" -> HostType.of(Kind.DATE, name);
            case "time", "timetz" -> HostType.of(Kind.TIME, name);
            case "timestamp", "timestamptz" -> HostType.of(Kind.TIMESTAMP, name);
            case "uuid" -> HostType.of(Kind.UUID, name);
            case "bytea" -> HostType.of(Kind.BYTES, name);
            case "json", "jsonb" -> HostType.of(Kind.JSON, name);
            case "bit", "varbit" -> HostType.sized(Kind.BITS, name, Math.max(1, modifier));
            default -> {
                String template = TEMPLATES.get(name);
                yield template == null ? HostType.of(Kind.UNKNOWN, name) : HostType.template(name, template);
            }
        };
    }
}
