package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jooq.ExecuteContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Query;
import org.jooq.QueryPart;
import org.jooq.SQL;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.VisitListenerProvider;
import org.jooq.conf.InvocationOrder;
import org.jooq.impl.QOM;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;

/**
 * Scopes every statement that jOOQ renders with a configuration that has this listener, or refuses it.
 *
 * <p>It does not guard the configuration's connections: SQL text that a host executes on them by other ways than jOOQ's
 * statements is not scoped. Nor does it see {@code batch(query).bind(…)}, which binds values without it; do not use that
 * with a configuration of your own. {@link Isolation#dsl} does guard its connections, and such batches work there.
 *
 * <p>Safe for use by several threads if the supplier and the observer are.
 */
public final class IsolationVisitListener implements VisitListener {
    private final Object key = new Object();
    private final TableRules rules;
    private final Supplier<IsolationContext> contexts;
    private final IsolationObserver observer;

    /**
     * Creates the listener. Refusals go to {@link IsolationObserver#standard()}.
     *
     * @param rules the rules of the tables
     * @param contexts gives the context of each statement, asked once when its rendering begins; throws
     *     {@link IsolationViolationException} if there is none, as {@link IsolationContext#requireCurrent()} does
     */
    public IsolationVisitListener(TableRules rules, Supplier<IsolationContext> contexts) {
        this(rules, contexts, IsolationObserver.standard());
    }

    IsolationVisitListener(TableRules rules, Supplier<IsolationContext> contexts, IsolationObserver observer) {
        this.rules = requireNonNull(rules, "rules");
        this.contexts = requireNonNull(contexts, "contexts");
        this.observer = requireNonNull(observer, "observer");
    }

    /** Scopes a part of a statement, and then checks it. */
    @Override
    public void visitStart(VisitContext visit) {
        if (visit.renderContext() == null) {
            return; // collects the caller's bind values, renders nothing
        }
        try {
            if (visit.queryPartsLength() == 1) {
                requireUnaltered(visit);
            }
            scope(visit);
        } catch (IsolationViolationException refusal) {
            observer.publish(IsolationEvent.Refused.of(refusal, contexts.get()));
            throw refusal;
        }
    }

    private void scope(VisitContext visit) {
        QueryPart part = visit.queryPart();
        switch (PartKind.of(part)) {
            case NEUTRAL -> {}
            case SELECT -> visit.queryPart(queries(visit).scope((Select<?>) part));
            case UPDATE -> visit.queryPart(queries(visit).scope((QOM.Update<?>) part));
            case DELETE -> visit.queryPart(queries(visit).scope((QOM.Delete<?>) part));
            case INSERT -> visit.queryPart(new InsertScoper(scoping(visit), visit).scope((QOM.Insert<?>) part));
            case JOIN -> visit.queryPart(queries(visit).scope((QOM.JoinTable<?, ?>) part));
            case TABLE -> verify(visit, (Table<?>) part);
            case NAME -> PlainSql.requireHarmless((Name) part, visit.settings().getRenderQuotedNames());
            case PARAMETER -> noteParameter(visit);
            case FUNCTION -> PlainSql.requireHarmless((Field<?>) part);
            case CAST -> PlainSql.requireHarmless(((Field<?>) part).getDataType());
            case LAMBDA -> PlainSql.requireMadeByJooq(visit.queryParts());
            case PLAIN_SQL -> PlainSql.requireHarmless((SQL) part);
            case STATEMENT -> throw Refusal.statement(PlainSql.describe(part));
            case OPAQUE -> throw Refusal.opaque("A part of the kind " + PlainSql.describe(part));
        }
    }

    /** Hands on what is known of a statement once it is rendered: to the guard of its connection, or to who asked for it. */
    @Override
    public void visitEnd(VisitContext visit) {
        if (visit.queryPartsLength() != 1 || visit.renderContext() == null) {
            return;
        }
        ExecuteContext execution = visit.context().executeContext();
        if (execution != null && visit.queryPart() instanceof Query) {
            String sql = visit.renderContext().render();
            ScopedExecution.rendered(execution, this, sql, scoping(visit).bindings());
        } else if (visit.configuration().data(ScopedSql.Rendering.class) instanceof ScopedSql.Rendering rendering) {
            rendering.bindings = scoping(visit).bindings();
        }
    }

    /** Listeners that come after this one, and some settings, could change what it has scoped and checked. */
    private void requireUnaltered(VisitContext visit) {
        PlainSql.requireHarmless(visit.settings());
        VisitListenerProvider[] providers = visit.configuration().visitListenerProviders();
        boolean last = providers[providers.length - 1].provide() == this;
        boolean inOrder = visit.settings().getVisitListenerStartInvocationOrder() != InvocationOrder.REVERSE;
        if (providers.length > 1 && !(last && inOrder)) {
            throw Refusal.opaque("A statement rendered with a visit listener that comes after the isolation listener");
        }
    }

    /** The order of bind values matters only to who binds them without knowing the scope's. */
    private void noteParameter(VisitContext visit) {
        ExecuteContext execution = visit.context().executeContext();
        if (execution == null || execution.batchMode() == ExecuteContext.BatchMode.SINGLE) {
            scoping(visit).bindings().add(visit);
        }
    }

    private void verify(VisitContext visit, Table<?> table) {
        if (visit.context().declareTables() && !visit.context().declareCTE()) {
            visit.queryPart(new ReferenceVerifier(scoping(visit), visit).verify(table));
        }
    }

    private QueryScoper queries(VisitContext visit) {
        return new QueryScoper(scoping(visit), visit);
    }

    private Scoping scoping(VisitContext visit) {
        if (visit.data(key) instanceof Scoping scoping) {
            return scoping;
        }
        Scoping scoping = new Scoping(rules, contexts.get(), new ScopeBindings());
        visit.data(key, scoping);
        return scoping;
    }
}
