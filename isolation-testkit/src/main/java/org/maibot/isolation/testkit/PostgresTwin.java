package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.maibot.isolation.IsolationContext;

/** A twin in a schema of its own, in the host's database: types and functions are the host's. */
final class PostgresTwin extends Twin {
    /** New numbers begin so far from those of the host that no count is taken for one of them. */
    private static final int FAR = 1_000_003;

    private final String schema;
    private final String path;
    private final List<String> counters = new ArrayList<>();
    private final List<String> triggered = new ArrayList<>();

    /** @param from a connection to the host's database */
    PostgresTwin(Tables tables, Connection connection, Connection from) throws SQLException {
        super(tables, connection);
        this.schema = "twin_" + UUID.randomUUID().toString().replace("-", "");
        this.path = texts(from, "show search_path").get(0);
    }

    @Override
    void enterSchema() throws SQLException {
        execute("set search_path to " + schema + ", " + path);
    }

    @Override
    boolean isEntered() throws SQLException {
        return schema.equals(texts(connection(), "select current_schema()").get(0));
    }

    @Override
    String qualified(String table) {
        return schema + "." + Family.POSTGRESQL.quote(table);
    }

    @Override
    public String toString() {
        return "the schema " + schema;
    }

    @Override
    void createSchema(Connection from, IsolationContext context) throws SQLException {
        String hostSchema = texts(from, "select current_schema()").get(0);
        String host = Family.POSTGRESQL.quote(hostSchema);
        refuseNamesOf(hostSchema);
        List<String> later = later(from);
        execute("create schema " + schema);
        enterSchema();
        for (Table table : tables().all()) {
            String name = Family.POSTGRESQL.quote(table.name());
            execute("create table " + schema + "." + name + " (like " + host + "." + name
                    + " including all excluding indexes excluding constraints)");
            for (Map.Entry<String, String> id : defaults(table, context)) {
                execute("alter table " + schema + "." + name + " alter column "
                        + Family.POSTGRESQL.quote(id.getKey()) + " set default "
                        + Family.POSTGRESQL.literal(id.getValue()));
            }
        }
        for (String sql : later) {
            execute(sql);
        }
        triggered.addAll(texts(
                from,
                "select distinct r.relname from pg_trigger t join pg_class r on r.oid = t.tgrelid where not t.tgisinternal"
                        + " and r.relkind in ('r', 'p') and r.relnamespace = current_schema()::regnamespace"));
        counters.addAll(texts(
                from,
                "select format('select setval(pg_get_serial_sequence(%L, %L), (select coalesce(max(%I), 0) + " + FAR
                        + " from %I), false)',"
                        + " quote_ident(r.relname), a.attname, a.attname, r.relname)"
                        + " from pg_attribute a join pg_class r on r.oid = a.attrelid where a.attidentity <> ''"
                        + " and not r.relispartition and r.relnamespace = current_schema()::regnamespace"));
    }

    /** What refers to tables: their names stand alone in it, since the host's schema is the first in its path. */
    private static List<String> later(Connection from) throws SQLException {
        return texts(
                from,
                "select 'alter table ' || quote_ident(r.relname)"
                        + " || ' add constraint ' || quote_ident(c.conname) || ' '"
                        + " || case when c.contype <> 'f' then pg_get_constraintdef(c.oid)"
                        + " else regexp_replace(pg_get_constraintdef(c.oid), '( DEFERRABLE.*)?$', ' DEFERRABLE')"
                        + " || case when c.condeferred then ' INITIALLY DEFERRED' else '' end end,"
                        + " case when c.contype = 'f' then 2 else 0 end, c.oid"
                        + " from pg_constraint c join pg_class r on r.oid = c.conrelid"
                        + " where c.contype in ('p', 'u', 'x', 'c', 'f') and c.conparentid = 0 and not r.relispartition"
                        + " and r.relnamespace = current_schema()::regnamespace"
                        + " union all select regexp_replace(pg_get_indexdef(i.indexrelid), ' ON (ONLY )?' || replace(quote_ident(current_schema()),"
                        + " '.', '\\.') || '\\.', ' ON '), 1, i.indexrelid from pg_index i join pg_class r on r.oid = i.indrelid"
                        + " where r.relkind in ('r', 'p') and not r.relispartition and r.relnamespace = current_schema()::regnamespace"
                        + " and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))"
                        + " union all select 'create table ' || quote_ident(relname) || ' as table ' || oid::regclass || ' with no data', 3, oid"
                        + " from pg_class where (relkind in ('m', 'f') or (relkind in ('r', 'p') and relispartition))"
                        + " and relnamespace = current_schema()::regnamespace"
                        + " union all select 'create view ' || quote_ident(relname) || ' as ' || pg_get_viewdef(oid), 4, oid"
                        + " from pg_class where relkind = 'v' and relnamespace = current_schema()::regnamespace"
                        + " union all select 'create or replace view ' || quote_ident(relname) || ' as ' || pg_get_viewdef(oid), 5, oid"
                        + " from pg_class where relkind = 'v' and relnamespace = current_schema()::regnamespace"
                        + " union all select pg_get_triggerdef(t.oid, true), 6, t.oid"
                        + " from pg_trigger t join pg_class r on r.oid = t.tgrelid where not t.tgisinternal"
                        + " and r.relnamespace = current_schema()::regnamespace order by 2, 3");
    }

    @Override
    void beforeCopy() throws SQLException {
        alterTriggers("disable");
        execute("set constraints all deferred");
    }

    private void alterTriggers(String how) throws SQLException {
        for (String table : triggered) {
            execute("alter table " + Family.POSTGRESQL.quote(table) + " " + how + " trigger user");
        }
    }

    @Override
    void afterCopy(boolean complete) throws SQLException {
        if (complete) { // else the triggers stay off, since nothing can be altered before the references are checked
            execute("set constraints all immediate");
            alterTriggers("enable");
        }
        execute(counters.toArray(String[]::new)); // those that count by themselves; others share the host's sequences
    }

    @Override
    void drop() throws SQLException {
        execute("drop schema if exists " + schema + " cascade", "set search_path to " + path);
    }
}
