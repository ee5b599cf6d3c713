package org.maibot.isolation.jdbc;

import org.jooq.ForeignKey;
import org.jooq.InverseForeignKey;
import org.jooq.Name;
import org.jooq.Path;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.TableOptions;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/** A table as jOOQ's code generator writes it if there are paths along foreign keys. */
class PathMsg extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    static final PathMsg MSG = new PathMsg(DSL.name("msg"), null);

    final transient TableField<Record, Long> id = createField(DSL.name("id"), SQLDataType.BIGINT, this);
    final transient TableField<Record, String> body = createField(DSL.name("body"), SQLDataType.VARCHAR, this);
    final transient TableField<Record, Long> parentId = createField(DSL.name("parent_id"), SQLDataType.BIGINT, this);

    private PathMsg(Name alias, @Nullable Table<Record> aliased) {
        super(alias, null, aliased, null, DSL.comment(""), TableOptions.table());
    }

    private <O extends Record> PathMsg(
            Table<O> path, @Nullable ForeignKey<O, Record> child, @Nullable InverseForeignKey<O, Record> parent) {
        super(path, child, parent, MSG);
    }

    @Override
    @SuppressWarnings("unchecked") // of jOOQ's variable arguments
    public UniqueKey<Record> getPrimaryKey() {
        return Internal.createUniqueKey(MSG, DSL.name("pk_msg"), MSG.id);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // jOOQ wants arrays
    private static ForeignKey<Record, Record> parentKey() {
        return Internal.createForeignKey(
                MSG,
                DSL.name("fk_parent"),
                new TableField[] {MSG.parentId},
                MSG.getPrimaryKey(),
                new TableField[] {MSG.id},
                true);
    }

    /** The message that a message answers. */
    Along parent() {
        return new Along(this, parentKey());
    }

    /** The table at the end of a path. */
    static final class Along extends PathMsg implements Path<Record> {
        private static final long serialVersionUID = 1L;

        <O extends Record> Along(Table<O> path, ForeignKey<O, Record> key) {
            super(path, key, null);
        }

        private Along(Name alias, Table<Record> aliased) {
            super(alias, aliased);
        }

        @Override
        public Along as(Name alias) {
            return new Along(alias, this);
        }

        @Override
        public Along as(String alias) {
            return new Along(DSL.name(alias), this);
        }
    }
}
