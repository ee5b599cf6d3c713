package org.maibot.isolation.jdbc;

import java.util.List;
import org.jooq.Context;
import org.jooq.Param;
import org.jooq.impl.CustomQueryPart;
import org.jooq.impl.DSL;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.ExecutedStatement.Door;
import org.maibot.isolation.jdbc.ScopedSql.GivenParameter;
import org.maibot.isolation.jdbc.ScopedSql.Slot;

/** The scoped text of a jOOQ statement, with the statement's bind values and the scope's. */
final class ScopedStatement extends CustomQueryPart {
    private static final long serialVersionUID = 1L;

    /**
     * Stands for the scope's values in a text that jOOQ renders and does not execute: with a bind variable there, the caller's
     * values would come to stand in its place. No database takes it.
     */
    private static final String UNBOUND = "{isolation: execute this statement with jOOQ, or render its values inlined}";

    private final transient ScopedSql scoped;
    private final transient List<Param<?>> parameters;
    private final transient IsolationContext context;
    private final boolean binds;
    private final boolean executed;

    /**
     * Creates it.
     *
     * @param inlined whether values are part of the text
     * @param executed whether jOOQ executes the text, and does not hand it out
     */
    ScopedStatement(
            ScopedSql scoped, List<Param<?>> parameters, IsolationContext context, boolean inlined, boolean executed) {
        this.binds = inlined || executed;
        this.executed = executed;
        this.scoped = scoped;
        this.parameters = parameters;
        this.context = context;
        if (scoped.parameters() != parameters.size()
                || scoped.offsets().size() != scoped.slots().size()) {
            throw Refusal.opaque("A statement whose bind values jOOQ does not render one by one");
        }
        for (GivenParameter given : scoped.given()) {
            scoped.requireOwn(given.index(), parameters.get(given.index() - 1).getValue(), context);
        }
    }

    @Override
    public void accept(Context<?> ctx) {
        int from = 0;
        for (int i = 0; i < scoped.slots().size(); i++) {
            int offset = scoped.offsets().get(i);
            ctx.sql(scoped.sql().substring(from, offset));
            from = offset + 1;
            if (scoped.slots().get(i) instanceof Slot.Caller caller) {
                ctx.visit(parameters.get(caller.index() - 1));
            } else if (scoped.slots().get(i) instanceof Slot.Scope scope) {
                if (binds) {
                    ctx.visit(DSL.val(scope.value(context)));
                } else {
                    ctx.sql(UNBOUND);
                }
            }
        }
        ctx.sql(scoped.sql().substring(from));
        if (executed) {
            scoped.report(context, Door.LISTENER, 1);
        }
    }
}
