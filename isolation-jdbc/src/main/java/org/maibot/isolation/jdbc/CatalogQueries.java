package org.maibot.isolation.jdbc;

/**
 * How the catalog of a database is asked.
 *
 * @param catalog gives the name of the database, if tables may be qualified with it and a schema; else an empty one
 * @param defaultSchema gives one name
 * @param columns gives schema_name, table_name, kind, column_name, type_name, not_null, defaulted, exact, counter and
 *     generated, the columns of each table in their order
 * @param viewColumns gives the same for one view, by its name, where one that is broken fails the query; else empty
 * @param indexes gives schema_name, table_name, index_key, index_name (NULL if it has none of its own), column_name (NULL
 *     for an expression), is_unique, searchable, whole (whether the index holds all of the value) and exact, the columns
 *     of each index in their order
 * @param views gives schema_name, table_name, definition, which is NULL if it is not shown, and same_strings, whether the
 *     strings in it are of the session's character set and collation
 * @param functions gives the names of functions that are not known to be harmless; empty if there are none
 * @param sequences gives schema_name and sequence_name; empty if there are none
 */
record CatalogQueries(
        String catalog,
        String defaultSchema,
        String columns,
        String viewColumns,
        String indexes,
        String views,
        String functions,
        String sequences) {
    private static final String SQLITE_COLUMNS = "select 'main' as schema_name, t.name as table_name,"
            + " case t.type when 'view' then 'VIEW' else 'TABLE' end as kind,"
            + " c.name as column_name, c.type as type_name, null as max_length, c.\"notnull\" as not_null,"
            + " c.dflt_value is not null as defaulted,"
            + " t.type = 'table' and coalesce(t.sql, '') not like '%collate%' as exact," // a view's are its tables'
            + " c.pk = 1 and lower(c.type) = 'integer' as counter,"
            + " c.hidden in (2, 3) as generated,"
            + " coalesce(t.sql, '') like '%conflict%replace%' as replaces"
            + " from sqlite_master t join pragma_table_xinfo(t.name) c";

    private static final CatalogQueries SQLITE = new CatalogQueries(
            "select ''",
            "select 'main'",
            SQLITE_COLUMNS + " where t.type = 'table' and c.hidden <> 1 order by t.name, c.cid",
            SQLITE_COLUMNS + " where t.type = 'view' and t.name = ? collate nocase order by c.cid",
            "select 'main' as schema_name, t.name as table_name, i.name as index_key,"
                    + " case i.origin when 'c' then i.name end as index_name, c.name as column_name,"
                    + " i.\"unique\" as is_unique, i.partial = 0 as searchable, 1 as whole, upper(c.coll) = 'BINARY' as exact,"
                    + " c.seqno as place"
                    + " from sqlite_master t join pragma_index_list(t.name) i join pragma_index_xinfo(i.name) c"
                    + " where t.type = 'table' and c.key = 1 union all"
                    + " select 'main', t.name, ' rowid', null, c.name, 1, 1, 1, 1, c.pk"
                    + " from sqlite_master t join pragma_table_xinfo(t.name) c where t.type = 'table' and c.pk > 0"
                    + " and not exists (select 1 from pragma_index_list(t.name) i where i.origin = 'pk')"
                    + " order by table_name, index_key, place",
            "select 'main' as schema_name, name as table_name, sql as definition, 1 as same_strings from sqlite_master where type = 'view'",
            "",
            "");

    /** What keeps the server's own schemas out. */
    static final String POSTGRESQL_HOSTS = " and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'";

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
                    + POSTGRESQL_HOSTS + " order by n.nspname, r.relname, a.attnum",
            "",
            "select n.nspname as schema_name, r.relname as table_name, x.oid::text as index_key, x.relname as index_name,"
                    + " a.attname as column_name, i.indisunique or i.indisexclusion as is_unique,"
                    + " i.indpred is null and i.indisvalid and m.amname = 'btree' as searchable, true as whole,"
                    + " coalesce(l.collisdeterministic, true) as exact"
                    + " from pg_index i join pg_class r on r.oid = i.indrelid join pg_class x on x.oid = i.indexrelid"
                    + " join pg_namespace n on n.oid = r.relnamespace join pg_am m on m.oid = x.relam"
                    + " cross join lateral unnest(i.indkey::int2[]) with ordinality k(attnum, place)"
                    + " left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum and k.attnum > 0"
                    + " left join pg_collation l on l.oid = i.indcollation[k.place::int - 1]"
                    + " where k.place <= i.indnkeyatts and not x.relispartition" + POSTGRESQL_HOSTS
                    + " order by x.oid, k.place",
            "select n.nspname as schema_name, r.relname as table_name, pg_get_viewdef(r.oid) as definition,"
                    + " true as same_strings from pg_class r join pg_namespace n on n.oid = r.relnamespace where r.relkind = 'v'"
                    + POSTGRESQL_HOSTS,
            "select distinct p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
                    + " where n.nspname not in ('pg_catalog', 'information_schema') and not exists"
                    + " (select 1 from pg_depend d join pg_extension e on e.oid = d.refobjid where d.objid = p.oid"
                    + " and d.deptype = 'e' and e.extname in ('pg_trgm', 'uuid-ossp', 'pgcrypto', 'citext', 'hstore',"
                    + " 'ltree', 'unaccent', 'btree_gin', 'btree_gist', 'fuzzystrmatch', 'intarray', 'cube',"
                    + " 'earthdistance', 'vector'))",
            "select n.nspname as schema_name, r.relname as sequence_name from pg_class r"
                    + " join pg_namespace n on n.oid = r.relnamespace where r.relkind = 'S'"
                    + POSTGRESQL_HOSTS);

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
            "",
            "select table_schema as schema_name, table_name as table_name, index_name as index_key,"
                    + " index_name as index_name, column_name as column_name, non_unique = 0 as is_unique,"
                    + " index_type = 'BTREE' as searchable, sub_part is null as whole, true as exact"
                    + " from information_schema.statistics"
                    + " where table_schema = database() order by table_name, index_name, seq_in_index",
            "select table_schema as schema_name, table_name as table_name, view_definition as definition,"
                    + " character_set_client = @@character_set_client"
                    + " and collation_connection = @@collation_connection as same_strings"
                    + " from information_schema.views where table_schema = database()",
            "select routine_name from information_schema.routines where routine_schema = database()",
            "select table_schema as schema_name, table_name as sequence_name from information_schema.tables"
                    + " where table_schema = database() and table_type = 'SEQUENCE'"); // MariaDB's

    static CatalogQueries of(SqlFamily family) {
        return switch (family) {
            case SQLITE -> SQLITE;
            case POSTGRESQL -> POSTGRESQL;
            case MYSQL, MARIADB -> MYSQL;
        };
    }
}
