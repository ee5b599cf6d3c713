package org.maibot.isolation.jdbc;

import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.TableOptions;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jooq.impl.UpdatableRecordImpl;
import org.jspecify.annotations.Nullable;

/** A table as jOOQ's code generator writes it. */
final class Msg extends TableImpl<Msg.Row> {
    private static final long serialVersionUID = 1L;

    static final Msg MSG = new Msg(DSL.name("msg"), null);

    final transient TableField<Row, String> TENANT_ID =
            createField(DSL.name("tenant_id"), SQLDataType.VARCHAR.nullable(false), this);
    final transient TableField<Row, String> AGENT_ID =
            createField(DSL.name("agent_id"), SQLDataType.VARCHAR.nullable(false), this);
    final transient TableField<Row, String> PLATFORM =
            createField(DSL.name("platform"), SQLDataType.VARCHAR.nullable(false), this);
    final transient TableField<Row, String> CHAT_STREAM_ID =
            createField(DSL.name("chat_stream_id"), SQLDataType.VARCHAR.nullable(false), this);
    final transient TableField<Row, Long> ID = createField(DSL.name("id"), SQLDataType.BIGINT.nullable(false), this);
    final transient TableField<Row, String> BODY = createField(DSL.name("body"), SQLDataType.VARCHAR, this);
    final transient TableField<Row, Long> PARENT_ID = createField(DSL.name("parent_id"), SQLDataType.BIGINT, this);
    final transient TableField<Row, String> CODE = createField(DSL.name("code"), SQLDataType.VARCHAR, this);

    private Msg(Name alias, @Nullable Table<Row> aliased) {
        super(alias, null, aliased, null, DSL.comment(""), TableOptions.table());
    }

    @Override
    public Class<Row> getRecordType() {
        return Row.class;
    }

    @Override
    @SuppressWarnings("unchecked")
    public UniqueKey<Row> getPrimaryKey() {
        return Internal.createUniqueKey(this, DSL.name("pk"), TENANT_ID, AGENT_ID, PLATFORM, CHAT_STREAM_ID, ID);
    }

    @Override
    public Msg as(String alias) {
        return new Msg(DSL.name(alias), this);
    }

    @Override
    public Msg as(Name alias) {
        return new Msg(alias, this);
    }

    /** Its record. */
    static final class Row extends UpdatableRecordImpl<Row> implements Record {
        private static final long serialVersionUID = 1L;

        Row() {
            super(MSG);
        }
    }
}
