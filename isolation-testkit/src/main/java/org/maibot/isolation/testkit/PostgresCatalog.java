package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.maibot.isolation.testkit.HostTable.Check;
import org.maibot.isolation.testkit.HostTable.ForeignKey;

/** PostgreSQL's catalog. */
record PostgresCatalog(Connection connection) implements HostSchema.Catalog {
    private static final String HERE = " and not r.relispartition and r.relnamespace = current_schema()::regnamespace";

    @Override
    public Map<String, List<HostColumn>> columns() throws SQLException {
        PostgresTypes types = PostgresTypes.read(connection);
        Map<String, List<HostColumn>> columns = new LinkedHashMap<>();
        HostSchema.each(
                connection,
                "select r.relname, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.atthasdef,"
                        + " a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid), '') like 'nextval(%',"
                        + " a.attgenerated <> '', pg_get_expr(d.adbin, d.adrelid)"
                        + " from pg_attribute a join pg_class r on r.oid = a.attrelid"
                        + " left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum"
                        + " where r.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped" + HERE
                        + " order by r.relname, a.attnum",
                row -> {
                    long oid = row.getLong(3);
                    HostColumn column = new HostColumn(
                            row.getString(2),
                            types.type(oid, row.getInt(4)),
                            !row.getBoolean(5) && !types.isRequired(oid),
                            row.getBoolean(6) || types.isDefaulted(oid),
                            HostColumn.isMade(row.getString(9)),
                            row.getBoolean(7),
                            row.getBoolean(8));
                    HostSchema.add(columns, row.getString(1), column);
                });
        return columns;
    }

    @Override
    public Map<String, List<Check>> checks(Map<String, List<HostColumn>> columns) throws SQLException {
        Map<String, List<Check>> checks = new HashMap<>();
        HostSchema.each(
                connection,
                "select r.relname, c.conname, pg_get_constraintdef(c.oid) from pg_constraint c"
                        + " join pg_class r on r.oid = c.conrelid where c.contype = 'c'" + HERE,
                row -> HostSchema.add(
                        checks,
                        row.getString(1),
                        Check.of(
                                row.getString(2),
                                row.getString(3),
                                columns.getOrDefault(row.getString(1), List.of()))));
        addDomains(checks);
        return checks;
    }

    /** The checks of domains, which name no column, for the columns of those. */
    private void addDomains(Map<String, List<Check>> checks) throws SQLException {
        Map<List<String>, Set<String>> columns = new LinkedHashMap<>();
        HostSchema.each(
                connection,
                "with recursive domain(oid, base) as (select oid, oid from pg_type where typtype = 'd'"
                        + " union all select d.oid, t.typbasetype from domain d join pg_type t on t.oid = d.base and t.typtype = 'd')"
                        + " select r.relname, c.conname, pg_get_constraintdef(c.oid), a.attname from pg_constraint c"
                        + " join domain d on d.base = c.contypid join pg_attribute a on a.atttypid = d.oid"
                        + " join pg_class r on r.oid = a.attrelid where c.contype = 'c' and a.attnum > 0" + HERE,
                row -> columns.computeIfAbsent(
                                List.of(row.getString(1), row.getString(2), row.getString(3)),
                                check -> new LinkedHashSet<>())
                        .add(row.getString(4)));
        columns.forEach(
                (check, named) -> HostSchema.add(checks, check.get(0), new Check(check.get(1), check.get(2), named)));
    }

    @Override
    public Map<String, List<ForeignKey>> keys(Map<String, List<HostColumn>> columns) throws SQLException {
        return HostSchema.keys(
                connection,
                "select r.relname, c.conname, case when p.relnamespace = r.relnamespace then p.relname"
                        + " else p.oid::regclass::text end, a.attname, b.attname, c.condeferrable"
                        + " from pg_constraint c join pg_class r on r.oid = c.conrelid"
                        + " join pg_class p on p.oid = c.confrelid"
                        + " cross join lateral unnest(c.conkey, c.confkey) with ordinality k(own, other, place)"
                        + " join pg_attribute a on a.attrelid = r.oid and a.attnum = k.own"
                        + " join pg_attribute b on b.attrelid = p.oid and b.attnum = k.other"
                        + " where c.contype = 'f' and c.conparentid = 0" + HERE
                        + " order by r.relname, c.conname, k.place");
    }
}
