package org.maibot.isolation.examples.clients;

import org.jooq.Name;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jooq.impl.UpdatableRecordImpl;

/** The table of books as a host writes it by hand for jOOQ: without the tenant, so the id is the whole key. */
final class BookTable extends TableImpl<BookTable.Row> {
    static final BookTable BOOK = new BookTable(DSL.name("book"));
    private static final long serialVersionUID = 1L;

    final TableField<Row, Long> id = createField(DSL.name("id"), SQLDataType.BIGINT.notNull(), this);
    final TableField<Row, Long> authorId = createField(DSL.name("author_id"), SQLDataType.BIGINT, this);
    final TableField<Row, String> title =
            createField(DSL.name("title"), SQLDataType.VARCHAR(200).notNull(), this);
    final TableField<Row, Integer> pages = createField(DSL.name("pages"), SQLDataType.INTEGER, this);

    private BookTable(Name name) {
        super(name);
    }

    /** A book. */
    static final class Row extends UpdatableRecordImpl<Row> {
        private static final long serialVersionUID = 1L;

        public Row() {
            super(BOOK);
        }

        static Row of(long id, String title) {
            Row row = new Row();
            row.set(BOOK.id, id);
            row.set(BOOK.title, title);
            return row;
        }
    }

    @Override
    public Class<Row> getRecordType() {
        return Row.class;
    }

    @Override
    public UniqueKey<Row> getPrimaryKey() {
        return Internal.createUniqueKey(this, DSL.name("book_id"), id);
    }
}
