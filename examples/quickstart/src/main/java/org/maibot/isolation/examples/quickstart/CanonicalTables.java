package org.maibot.isolation.examples.quickstart;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.maibot.isolation.Dimension;

/** Those tables and columns of the canonical schema that this program names. */
final class CanonicalTables {
    static final Table<Record> CHAT_STREAMS = DSL.table(DSL.name("chat_streams"));
    static final Table<Record> MESSAGES = DSL.table(DSL.name("messages"));

    static final Field<String> TENANT_ID = text(Dimension.TENANT.columnName());
    static final Field<String> AGENT_ID = text(Dimension.AGENT.columnName());
    static final Field<String> PLATFORM = text(Dimension.PLATFORM.columnName());
    static final Field<String> CHAT_STREAM_ID = text(Dimension.CHAT_STREAM.columnName());
    static final Field<String> MESSAGE_ID = text("message_id");
    static final Field<String> USER_ID = text("user_id");
    static final Field<String> ROLE = text("role");
    static final Field<String> TEXT = text("text");
    static final Field<Long> SEQUENCE = number("sequence");
    static final Field<Long> TIME = number("time");

    private CanonicalTables() {}

    private static Field<String> text(String column) {
        return DSL.field(DSL.name(column), SQLDataType.VARCHAR);
    }

    private static Field<Long> number(String column) {
        return DSL.field(DSL.name(column), SQLDataType.BIGINT);
    }
}
