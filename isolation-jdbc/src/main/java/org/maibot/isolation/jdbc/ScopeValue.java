package org.maibot.isolation.jdbc;

import org.jooq.Context;
import org.jooq.Param;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/** The value of one dimension of a context; bound as a parameter unless it is inlined. */
final class ScopeValue extends CustomField<String> {
    private static final long serialVersionUID = 1L;

    private final transient IsolationContext context;
    private final Dimension dimension;
    private final boolean givenByCaller;
    private final transient Param<String> value;

    /** The value where a statement gives none. */
    ScopeValue(IsolationContext context, Dimension dimension) {
        this(context, dimension, false);
    }

    /**
     * The value.
     *
     * @param givenByCaller whether it stands where the caller has a bind value of its own for it
     */
    ScopeValue(IsolationContext context, Dimension dimension, boolean givenByCaller) {
        super(DSL.name(dimension.columnName()), SQLDataType.VARCHAR);
        this.context = context;
        this.dimension = dimension;
        this.givenByCaller = givenByCaller;
        this.value = DSL.val(context.id(dimension).orElseThrow(), SQLDataType.VARCHAR);
    }

    private ScopeValue(ScopeValue other, Param<String> value) {
        super(DSL.name(other.dimension.columnName()), SQLDataType.VARCHAR);
        this.context = other.context;
        this.dimension = other.dimension;
        this.givenByCaller = other.givenByCaller;
        this.value = value;
    }

    /** The value as a literal. */
    ScopeValue inlined() {
        return new ScopeValue(this, DSL.inline(context.id(dimension).orElseThrow(), SQLDataType.VARCHAR));
    }

    @Override
    public void accept(Context<?> ctx) {
        ctx.visit(value);
    }

    boolean isOf(IsolationContext itsContext, Dimension itsDimension) {
        return dimension == itsDimension && context.equals(itsContext);
    }

    boolean isGivenByCaller() {
        return givenByCaller;
    }

    Dimension dimension() {
        return dimension;
    }
}
