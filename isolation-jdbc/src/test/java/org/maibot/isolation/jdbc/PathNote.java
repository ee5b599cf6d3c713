package org.maibot.isolation.jdbc;

import org.jooq.ForeignKey;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.TableOptions;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** A table as jOOQ's code generator writes it, with a path to {@link PathMsg}. */
final class PathNote extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    static final PathNote NOTE = new PathNote();

    final transient TableField<Record, Long> id = createField(DSL.name("id"), SQLDataType.BIGINT, this);
    final transient TableField<Record, Long> msgId = createField(DSL.name("msg_id"), SQLDataType.BIGINT, this);
    final transient TableField<Record, String> body = createField(DSL.name("body"), SQLDataType.VARCHAR, this);

    private PathNote() {
        super(DSL.name("note"), null, null, null, DSL.comment(""), TableOptions.table());
    }

    /** The message that a note is about. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // jOOQ wants arrays
    PathMsg.Along msg() {
        ForeignKey<Record, Record> key = Internal.createForeignKey(
                NOTE,
                DSL.name("fk_msg"),
                new TableField[] {NOTE.msgId},
                PathMsg.MSG.getPrimaryKey(),
                new TableField[] {PathMsg.MSG.id},
                true);
        return new PathMsg.Along(this, key);
    }
}
