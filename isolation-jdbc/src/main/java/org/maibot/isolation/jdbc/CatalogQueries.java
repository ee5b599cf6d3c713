package org.maibot.isolation.jdbc;

/**
 * How the catalog of a database is asked.
 *
 * @param catalog gives the name of the database, if tables may be qualified with it and a schema; else an empty one
 * @param defaultSchema gives one name
 * @param columns gives schema_name, table_name, kind, column_name, type_name, not_null, defaulted, exact, counter and
 *     generated, the columns of each table in their order
 * @param uniqueKeys gives schema_name, table_name, key_name and column_name; NULL for an expression
 * @param functions gives the names of functions that are not known to be harmless; empty if there are none
 */
record CatalogQueries(String catalog, String defaultSchema, String columns, String uniqueKeys, String functions) {
    private static final CatalogQueries SQLITE = new CatalogQueries(
            "select ''",
            "select 'main'",
            "select 'main' as schema_name, t.name as table_name,"
                    + " case t.type when 'view' then 'VIEW' else 'TABLE' end as kind,"
                    + " c.name as column_name, c.type as type_name, null as max_length, c.\"notnull\" as not_null,"
                    + " c.dflt_value is not null as defaulted,"
                    + " t.type = 'table' and coalesce(t.sql, '') not like '%collate%' as exact," // a view's are its
                    // tables'
                    + " c.pk = 1 and lower(c.type) = 'integer' as counter,"
                    + " c.hidden in (2, 3) as generated,"
                    + " coalesce(t.sql, '') like '%conflict%replace%' as replaces"
                    + " from sqlite_master t join pragma_table_xinfo(t.name) c"
                    + " where t.type in ('table', 'view') and c.hidden <> 1 order by t.name, c.cid",
            "select 'main' as schema_name, t.name as table_name, i.name as key_name,"
                    + " case when c.coll = 'BINARY' then c.name end as column_name"
                    + " from sqlite_master t join pragma_index_list(t.name) i join pragma_index_xinfo(i.name) c"
                    + " where t.type = 'table' and i.\"unique\" = 1 and c.key = 1 union all"
                    + " select 'main', t.name, ' rowid', c.name from sqlite_master t join pragma_table_xinfo(t.name) c"
                    + " where t.type = 'table' and c.pk > 0",
            "");

    private static final CatalogQueries POSTGRESQL = new CatalogQueries(
            "select current_database()",
            "select coalesce(current_schema(), 'public')",
            "select n.nspname as schema_name, r.relname as table_name,"
                    + " case r.relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED_VIEW' else 'TABLE' end as kind,"
                    + " a.attname as column_name, coalesce(b.typname, t.typname) as type_name,"
                    + " case when t.typname = 'varchar' and a.atttypmod > 4 then a.atttypmod - 4 end as max_length,"
                    + " a.attnotnull as not_null, a.atthasdef or a.attidentity <> '' as defaulted,"
                    + " coalesce(l.collisdeterministic, true) and coalesce(b.typname, t.typname) <> 'citext' as exact,"
                    + " a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid), '') like 'nextval(%' as counter,"
                    + " a.attgenerated <> '' as generated, false as replaces"
                    + " from pg_attribute a join pg_class r on r.oid = a.attrelid"
                    + " join pg_namespace n on n.oid = r.relnamespace join pg_type t on t.oid = a.atttypid"
                    + " left join pg_type b on b.oid = t.typbasetype"
                    + " left join pg_collation l on l.oid = a.attcollation"
                    + " left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum"
                    + " where r.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped"
                    + " and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'"
                    + " order by n.nspname, r.relname, a.attnum",
            "select n.nspname as schema_name, r.relname as table_name, i.indexrelid::text as key_name,"
                    + " a.attname as column_name from pg_index i join pg_class r on r.oid = i.indrelid"
                    + " join pg_namespace n on n.oid = r.relnamespace"
                    + " cross join lateral unnest(i.indkey::int2[]) with ordinality k(attnum, place)"
                    + " left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum and k.attnum > 0"
                    + " where (i.indisunique or i.indisexclusion) and k.place <= i.indnkeyatts"
                    + " and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'",
            "select distinct p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
                    + " where n.nspname not in ('pg_catalog', 'information_schema') and not exists"
                    + " (select 1 from pg_depend d join pg_extension e on e.oid = d.refobjid where d.objid = p.oid"
                    + " and d.deptype = 'e' and e.extname in ('pg_trgm', 'uuid-ossp', 'pgcrypto', 'citext', 'hstore',"
                    + " 'ltree', 'unaccent', 'btree_gin', 'btree_gist', 'fuzzystrmatch', 'intarray', 'cube',"
                    + " 'earthdistance', 'vector'))");

    private static final CatalogQueries MYSQL = new CatalogQueries(
            "select ''",
            "select database()",
            "select c.table_schema as schema_name, c.table_name as table_name,"
                    + " case when t.table_type = 'VIEW' then 'VIEW' else 'TABLE' end as kind,"
                    + " c.column_name as column_name, concat(c.data_type,"
                    + " case when c.column_type like '%unsigned%' then ' unsigned' else '' end) as type_name,"
                    + " case when c.data_type in ('char', 'varchar') then c.character_maximum_length end as max_length,"
                    + " c.is_nullable = 'NO' as not_null,"
                    + " c.column_default is not null or c.extra like '%auto_increment%' as defaulted,"
                    + " coalesce(c.collation_name in ('utf8mb4_0900_bin', 'binary') or c.collation_name like '%nopad_bin',"
                    + " true) as exact,"
                    + " c.extra like '%auto_increment%' as counter,"
                    + " coalesce(c.generation_expression, '') <> '' as `generated`, false as replaces"
                    + " from information_schema.columns c join information_schema.tables t"
                    + " on t.table_schema = c.table_schema and t.table_name = c.table_name"
                    + " where c.table_schema = database() order by c.table_name, c.ordinal_position",
            "select table_schema as schema_name, table_name as table_name, index_name as key_name,"
                    + " case when sub_part is null then column_name end as column_name from information_schema.statistics"
                    + " where table_schema = database() and non_unique = 0",
            "select routine_name from information_schema.routines where routine_schema = database()");

    static CatalogQueries of(SqlFamily family) {
        return switch (family) {
            case SQLITE -> SQLITE;
            case POSTGRESQL -> POSTGRESQL;
            case MYSQL, MARIADB -> MYSQL;
        };
    }
}
