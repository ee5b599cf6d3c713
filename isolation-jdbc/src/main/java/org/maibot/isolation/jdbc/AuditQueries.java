package org.maibot.isolation.jdbc;

/**
 * How the catalog of a database is asked for what the audit of the schema judges.
 *
 * @param columns gives schema_name, table_name, column_name, nullable, max_length (in characters, NULL if there is no
 *     limit) and flaw (how the type changes ids, NULL if it does not), of each table that can have an index of its own
 * @param foreignKeys gives schema_name, table_name, key_id, key_name (NULL if it has none), column_name, parent_schema,
 *     parent_table, parent_column, on_delete, on_update and unset (whether SET NULL and SET DEFAULT are about this
 *     column), the columns of each foreign key in their order
 * @param hooks gives schema_name, table_name, kind and hook_name of what runs when a table is written to
 * @param views gives schema_name, table_name, source_schema, source_table (NULL if it reads none) and owner_rights, for
 *     each table that each view reads
 */
record AuditQueries(String columns, String foreignKeys, String hooks, String views) {
    private static final AuditQueries SQLITE = new AuditQueries(
            "select 'main' as schema_name, t.name as table_name, c.name as column_name, c.\"notnull\" = 0 and not"
                    + " (lower(c.type) = 'integer' and c.pk = 1 and max(c.pk) over (partition by t.name) = 1) as nullable,"
                    + " null as max_length, null as flaw"
                    + " from sqlite_master t join pragma_table_xinfo(t.name) c"
                    + " where t.type = 'table' and t.sql not like 'create virtual%' and c.hidden <> 1",
            "select 'main' as schema_name, t.name as table_name, f.id as key_id, null as key_name,"
                    + " f.\"from\" as column_name, 'main' as parent_schema, f.\"table\" as parent_table,"
                    + " coalesce(f.\"to\", (select p.name from pragma_table_xinfo(f.\"table\") p where p.pk = f.seq + 1))"
                    + " as parent_column, f.on_delete as on_delete, f.on_update as on_update, 1 as unset"
                    + " from sqlite_master t join pragma_foreign_key_list(t.name) f"
                    + " where t.type = 'table' order by t.name, f.id, f.seq",
            "select 'main' as schema_name, tbl_name as table_name, 'trigger' as kind, name as hook_name"
                    + " from sqlite_master where type = 'trigger'",
            "select 'main' as schema_name, v.name as table_name, 'main' as source_schema, t.name as source_table,"
                    + " 0 as owner_rights from sqlite_master v left join sqlite_master t"
                    + " on t.type in ('table', 'view') and t.name <> v.name and lower(' ' || v.sql || ' ')"
                    + " glob '*[^a-z0-9_$]' || lower(t.name) || '[^a-z0-9_$]*' where v.type = 'view'");

    private static final AuditQueries POSTGRESQL = new AuditQueries(
            "select n.nspname as schema_name, r.relname as table_name, a.attname as column_name,"
                    + " not a.attnotnull and not t.typnotnull as nullable,"
                    + " case when coalesce(b.typname, t.typname) = 'varchar'"
                    + " then nullif(greatest(a.atttypmod, t.typtypmod) - 4, -5) end as max_length,"
                    + " case when coalesce(b.typname, t.typname) = 'name' then 'keeps 63 bytes and drops the rest' end as flaw"
                    + " from pg_attribute a join pg_class r on r.oid = a.attrelid"
                    + " join pg_namespace n on n.oid = r.relnamespace join pg_type t on t.oid = a.atttypid"
                    + " left join pg_type b on b.oid = t.typbasetype"
                    + " where r.relkind in ('r', 'p') and not r.relispartition and a.attnum > 0 and not a.attisdropped"
                    + CatalogQueries.POSTGRESQL_HOSTS,
            "select n.nspname as schema_name, r.relname as table_name, c.oid::text as key_id, c.conname as key_name,"
                    + " a.attname as column_name, pn.nspname as parent_schema, p.relname as parent_table,"
                    + " pa.attname as parent_column, " + postgresqlAction("c.confdeltype") + " as on_delete, "
                    + postgresqlAction("c.confupdtype") + " as on_update,"
                    // since version 15 SET NULL may name its columns
                    + " coalesce(nullif(to_jsonb(c) -> 'confdelsetcols', 'null') @> to_jsonb(k.attnum), true) as unset"
                    + " from pg_constraint c join pg_class r on r.oid = c.conrelid"
                    + " join pg_namespace n on n.oid = r.relnamespace join pg_class p on p.oid = c.confrelid"
                    + " join pg_namespace pn on pn.oid = p.relnamespace"
                    + " cross join lateral unnest(c.conkey, c.confkey) with ordinality k(attnum, parent_attnum, place)"
                    + " join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum"
                    + " join pg_attribute pa on pa.attrelid = c.confrelid and pa.attnum = k.parent_attnum"
                    + " where c.contype = 'f' and c.conparentid = 0" + CatalogQueries.POSTGRESQL_HOSTS
                    + " order by c.oid, k.place",
            "select n.nspname as schema_name, r.relname as table_name, h.kind as kind, h.name as hook_name from"
                    + " (select tgrelid as relid, 'trigger' as kind, tgname as name from pg_trigger"
                    + " where not tgisinternal and tgparentid = 0 and tgenabled <> 'D' union all"
                    + " select ev_class, 'rule', rulename from pg_rewrite where rulename <> '_RETURN' and ev_enabled <> 'D') h"
                    + " join pg_class r on r.oid = h.relid join pg_namespace n on n.oid = r.relnamespace where true"
                    + CatalogQueries.POSTGRESQL_HOSTS,
            "select distinct n.nspname as schema_name, r.relname as table_name, sn.nspname as source_schema,"
                    + " s.relname as source_table, not exists (select 1 from unnest(r.reloptions) o"
                    + " where o ~* '^security_invoker=(t|y|on|1)') as owner_rights"
                    + " from pg_class r join pg_namespace n on n.oid = r.relnamespace"
                    + " left join pg_rewrite w on w.ev_class = r.oid left join pg_depend d"
                    + " on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid"
                    + " and d.refclassid = 'pg_class'::regclass and d.refobjid <> r.oid"
                    + " left join pg_class s on s.oid = d.refobjid left join pg_namespace sn on sn.oid = s.relnamespace"
                    + " where r.relkind in ('v', 'm')" + CatalogQueries.POSTGRESQL_HOSTS);

    private static final AuditQueries MYSQL = new AuditQueries(
            "select c.table_schema as schema_name, c.table_name as table_name, c.column_name as column_name,"
                    + " c.is_nullable = 'YES' as nullable, floor(least(c.character_maximum_length,"
                    + " c.character_octet_length / coalesce(s.maxlen, 1))) as max_length,"
                    + " case when c.data_type = 'char' then 'drops trailing spaces'"
                    + " when c.character_set_name not in ('utf8mb4', 'utf16', 'utf16le', 'utf32')"
                    + " then 'has a character set that lacks most of Unicode' end as flaw"
                    + " from information_schema.columns c join information_schema.tables t"
                    + " on t.table_schema = c.table_schema and t.table_name = c.table_name"
                    + " left join information_schema.character_sets s on s.character_set_name = c.character_set_name"
                    + " where c.table_schema = database() and t.table_type <> 'VIEW'",
            "select k.table_schema as schema_name, k.table_name as table_name, k.constraint_name as key_id,"
                    + " k.constraint_name as key_name, k.column_name as column_name,"
                    + " k.referenced_table_schema as parent_schema, k.referenced_table_name as parent_table,"
                    + " k.referenced_column_name as parent_column, r.delete_rule as on_delete, r.update_rule as on_update,"
                    + " true as unset from information_schema.key_column_usage k"
                    + " join information_schema.referential_constraints r on r.constraint_schema = k.constraint_schema"
                    + " and r.constraint_name = k.constraint_name and r.table_name = k.table_name"
                    + " where k.table_schema = database() and k.referenced_table_name is not null"
                    + " order by k.table_name, k.constraint_name, k.ordinal_position",
            "select event_object_schema as schema_name, event_object_table as table_name, 'trigger' as kind,"
                    + " trigger_name as hook_name from information_schema.triggers"
                    + " where event_object_schema = database()",
            "select v.table_schema as schema_name, v.table_name as table_name, t.table_schema as source_schema,"
                    + " t.table_name as source_table, v.security_type = 'DEFINER' as owner_rights"
                    + " from information_schema.views v left join information_schema.tables t"
                    + " on t.table_schema = v.table_schema and t.table_name <> v.table_name"
                    + " and locate(concat('`', t.table_schema, '`.`', t.table_name, '`'), v.view_definition) > 0"
                    + " where v.table_schema = database()");

    private static String postgresqlAction(String column) {
        return "case " + column + " when 'c' then 'CASCADE' when 'n' then 'SET NULL' when 'd' then 'SET DEFAULT'"
                + " else 'NO ACTION' end";
    }

    static AuditQueries of(SqlFamily family) {
        return switch (family) {
            case SQLITE -> SQLITE;
            case POSTGRESQL -> POSTGRESQL;
            case MYSQL, MARIADB -> MYSQL;
        };
    }
}
