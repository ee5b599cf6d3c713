package org.maibot.isolation.jdbc;

import org.jooq.Context;
import org.jooq.Keyword;
import org.jooq.Name;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.CustomQueryPart;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The rows of a scoped table that are in the scope, as a derived table that stands where the table stood. */
final class ScopedTable extends CustomQueryPart {
    private static final long serialVersionUID = 1L;
    private static final Keyword AS = DSL.keyword("as");

    private final transient Select<?> rows;
    private final transient @Nullable Name alias;

    /**
     * Creates the derived table.
     *
     * @param alias the alias to declare, or null if the place declares one
     */
    ScopedTable(Table<?> table, ScopePredicate predicate, @Nullable Name alias) {
        this.rows = DSL.select(DSL.asterisk()).from(table).where(predicate);
        this.alias = alias;
    }

    @Override
    public void accept(Context<?> ctx) {
        ctx.visitSubquery(rows);
        if (alias != null) {
            ctx.sql(' ').visit(AS).sql(' ').visit(alias);
        }
    }
}
