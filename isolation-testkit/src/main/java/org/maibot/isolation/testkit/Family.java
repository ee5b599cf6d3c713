package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.SQLException;

/** The kinds of database. */
enum Family {
    SQLITE(
            '"',
            "select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')"
                    + " and name not like 'sqlite\\_%' escape '\\' order by name",
            "select 1 where 0",
            "select total_changes() || ' ' || schema_version from pragma_schema_version"),
    /** The partitions of a table are left out, since the table shows their rows. */
    POSTGRESQL(
            '"',
            "select relname from pg_class where relkind in ('r', 'p') and not relispartition"
                    + " and relnamespace = current_schema()::regnamespace order by relname",
            "select relname from pg_class s where relkind = 'S' and relnamespace = current_schema()::regnamespace"
                    + " and not exists (select 1 from pg_depend d where d.objid = s.oid and d.deptype = 'i')",
            "select coalesce(pg_current_xact_id_if_assigned() || ' ' || clock_timestamp(), '')"),
    MYSQL(
            '`',
            "select table_name from information_schema.tables where table_schema = database()"
                    + " and table_type in ('BASE TABLE', 'SYSTEM VERSIONED') order by table_name",
            "select table_name from information_schema.tables where table_schema = database()"
                    + " and table_type = 'SEQUENCE'",
            "select uuid()"); // it does not tell

    private final char quote;
    private final String tables;
    private final String sequences;
    private final String changes;

    Family(char quote, String tables, String sequences, String changes) {
        this.quote = quote;
        this.tables = tables;
        this.sequences = sequences;
        this.changes = changes;
    }

    /** Asks for the names of the tables. */
    String tables() {
        return tables;
    }

    /** Asks for the names of the sequences that are no column's identity. */
    String sequences() {
        return sequences;
    }

    /** Asks for a text that is the same again in a transaction as long as nothing was changed in it. */
    String changes() {
        return changes;
    }

    static Family of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "SQLite" -> SQLITE;
            case "PostgreSQL" -> POSTGRESQL;
            case "MySQL", "MariaDB" -> MYSQL;
            default ->
                throw new IllegalArgumentException("No twin can be made of a " + product
                        + " database; SQLite, PostgreSQL, MySQL and MariaDB are known");
        };
    }

    String quote(String name) {
        return quote + name.replace(String.valueOf(quote), String.valueOf(quote) + quote) + quote;
    }

    /** A string, for statements that take no bind variables. */
    String literal(String text) {
        String doubled = text.replace("'", "''");
        return "'" + (this == MYSQL ? doubled.replace("\\", "\\\\") : doubled) + "'";
    }
}
