package org.maibot.isolation.jdbc;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The tables of {@link TwinDatabases}, and their columns, as jOOQ knows them without generated code. */
final class TwinTables {
    static final Table<Record> MSG = table(name("msg"));
    static final Table<Record> NOTE = table(name("note"));
    static final Table<Record> TAG = table(name("tag"));
    static final Table<Record> MEMO = table(name("memo"));
    static final Table<Record> LANG = table(name("lang"));
    static final Table<Record> COUNTER = table(name("counter"));
    static final Table<Record> M = MSG.as("m");
    static final Table<Record> N = NOTE.as("n");

    private TwinTables() {}

    static Field<String> body(Table<?> table) {
        return text(table, "body");
    }

    static Field<Long> id(Table<?> table) {
        return number(table, "id");
    }

    static Field<Long> msgId(Table<?> table) {
        return number(table, "msg_id");
    }

    static Field<String> text(Table<?> table, String column) {
        return field(table.getUnqualifiedName().append(name(column)), SQLDataType.VARCHAR);
    }

    static Field<Long> number(Table<?> table, String column) {
        return field(table.getUnqualifiedName().append(name(column)), SQLDataType.BIGINT);
    }
}
