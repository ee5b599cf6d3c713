package org.maibot.isolation.jdbc;

import org.jooq.Context;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.CustomTable;
import org.jooq.impl.DSL;

/** A scoped table as a derived table that holds only the rows of the scope; stands where the table stood. */
final class ScopedTable extends CustomTable<Record> {
    private static final long serialVersionUID = 1L;

    private final transient Select<?> rows;

    ScopedTable(Table<?> table, ScopePredicate predicate) {
        super(table.getUnqualifiedName());
        this.rows = DSL.select(DSL.asterisk()).from(table).where(predicate);
    }

    @Override
    public Class<? extends Record> getRecordType() {
        return Record.class;
    }

    @Override
    public void accept(Context<?> ctx) {
        ctx.visitSubquery(rows);
    }
}
