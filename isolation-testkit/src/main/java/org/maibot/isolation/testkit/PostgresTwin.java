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
        refuseNamesOf(
                hostSchema,
                texts(
                        from,
                        "select relname from pg_class where relkind in ('r', 'p', 'v', 'm', 'f')"
                                + " and relnamespace = current_schema()::regnamespace"));
        List<String> sequences = sequences(from);
        List<String> created = created(from);
        List<String> later = later(from);
        execute("create schema " + schema);
        enterSchema();
        execute(sequences.toArray(String[]::new));
        execute(created.toArray(String[]::new));
        for (Table table : tables().all()) {
            for (Map.Entry<String, String> id : defaults(table, context)) {
                execute("alter table " + qualified(table.name()) + " alter column "
                        + Family.POSTGRESQL.quote(id.getKey()) + " set default "
                        + Family.POSTGRESQL.literal(id.getValue())); // also of its partitions
            }
        }
        execute(later.toArray(String[]::new));
        triggered.addAll(texts(
                from,
                "select distinct r.relname from pg_trigger t join pg_class r on r.oid = t.tgrelid where not t.tgisinternal"
                        + " and r.relkind in ('r', 'p') and r.relnamespace = current_schema()::regnamespace"));
        counters.addAll(texts(
                from,
                "select format('select setval(pg_get_serial_sequence(%1$L, %2$L), (select last + %4$s(%5$s, div(%6$s - last, 2))"
                        + " from (select coalesce(%3$s(%2$I), 0)::numeric as last from %1$s) as counted)::bigint, false)',"
                        + " quote_ident(r.relname), a.attname, case when s.seqincrement > 0 then 'max' else 'min' end,"
                        + " case when s.seqincrement > 0 then 'least' else 'greatest' end, sign(s.seqincrement) * "
                        + FAR + ","
                        + " case when s.seqincrement > 0 then s.seqmax else s.seqmin end)"
                        + " from pg_attribute a join pg_class r on r.oid = a.attrelid join pg_sequence s"
                        + " on s.seqrelid = pg_get_serial_sequence(quote_ident(r.relname), a.attname)::regclass where a.attidentity <> ''"
                        + " and not r.relispartition and r.relnamespace = current_schema()::regnamespace"));
    }

    /** The sequences that statements name. Defaults of columns share the host's. */
    private List<String> sequences(Connection from) throws SQLException {
        return texts(
                from,
                "select format('create sequence " + schema
                        + ".%I as %s increment by %s minvalue %s maxvalue %s start with %s"
                        + " cache %s %s', sequencename, data_type, increment_by, min_value, max_value,"
                        + " last + case when increment_by > 0 then least(" + FAR + ", div(max_value - last, 2))"
                        + " else greatest(-" + FAR + ", div(min_value - last, 2)) end,"
                        + " cache_size, case when cycle then 'cycle' end)"
                        + " from (select *, coalesce(last_value, start_value)::numeric as last from pg_sequences"
                        + " where schemaname = current_schema()) s where sequencename in ("
                        + Family.POSTGRESQL.sequences()
                        + ")");
    }

    /** The tables, and the partitions of those that have any. */
    private List<String> created(Connection from) throws SQLException {
        return texts(
                from,
                "select format('create table " + schema + ".%1$I (like %2$I.%1$I including all excluding indexes"
                        + " excluding constraints %3$s) %4$s', relname, current_schema(),"
                        + " case when relispartition then 'excluding identity' end, 'partition by ' || pg_get_partkeydef(oid)), 0, oid"
                        + " from pg_class where (relkind in ('r', 'p') or relispartition and relkind = 'f')"
                        + " and relnamespace = current_schema()::regnamespace"
                        + " union all select format('alter table " + schema + ".%I attach partition " + schema
                        + ".%I %s',"
                        + " p.relname, r.relname, pg_get_expr(r.relpartbound, r.oid)), 1, r.oid"
                        + " from pg_class r join pg_inherits i on i.inhrelid = r.oid join pg_class p on p.oid = i.inhparent"
                        + " where r.relispartition and r.relkind in ('r', 'p', 'f')"
                        + " and r.relnamespace = current_schema()::regnamespace order by 2, 3");
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
                        + " where c.contype in ('p', 'u', 'x', 'c', 'f') and c.conparentid = 0 and (c.coninhcount = 0 or not r.relispartition)"
                        + " and r.relnamespace = current_schema()::regnamespace"
                        + " union all select regexp_replace(pg_get_indexdef(i.indexrelid, 0, true), ' ON ONLY ', ' ON '), 1, i.indexrelid"
                        + " from pg_index i join pg_class r on r.oid = i.indrelid where r.relkind in ('r', 'p')"
                        + " and not exists (select 1 from pg_inherits h where h.inhrelid = i.indexrelid) and r.relnamespace = current_schema()::regnamespace"
                        + " and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))"
                        + " union all select 'create table ' || quote_ident(relname) || ' as table ' || oid::regclass || ' with no data', 3, oid"
                        + " from pg_class where relkind in ('m', 'f') and not relispartition"
                        + " and relnamespace = current_schema()::regnamespace"
                        + " union all select 'create view ' || quote_ident(relname) || ' as ' || pg_get_viewdef(oid), 4, oid"
                        + " from pg_class where relkind = 'v' and relnamespace = current_schema()::regnamespace"
                        + " union all select 'create or replace view ' || quote_ident(relname) || ' as ' || pg_get_viewdef(oid), 5, oid"
                        + " from pg_class where relkind = 'v' and relnamespace = current_schema()::regnamespace"
                        + " union all select pg_get_triggerdef(t.oid, true), 6, t.oid"
                        + " from pg_trigger t join pg_class r on r.oid = t.tgrelid where not t.tgisinternal and t.tgparentid = 0"
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
        try {
            execute("drop schema if exists " + schema + " cascade");
        } finally {
            execute("set search_path to " + path);
        }
    }
}
