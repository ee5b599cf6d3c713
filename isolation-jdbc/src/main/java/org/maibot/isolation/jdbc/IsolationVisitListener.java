package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.QueryPart;
import org.jooq.RenderContext;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.VisitListenerProvider;
import org.jooq.conf.InvocationOrder;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultVisitListenerProvider;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationEvent;
import org.maibot.isolation.IsolationObserver;
import org.maibot.isolation.IsolationViolationException;

/**
 * Scopes every statement that jOOQ renders with a configuration that has this listener, or refuses it.
 *
 * <p>It does not guard the configuration's connections: SQL text that a host executes on them by other ways than jOOQ's
 * statements is not scoped. {@link IsolatingDataSource} guards them, and needs no listener. It refuses {@code
 * batch(query).bind(…)}, in which jOOQ binds values without asking anybody, and with it batches of records and of the
 * loader; these it takes if {@link org.jooq.conf.Settings#getStatementType()} is that of static statements. With an R2DBC
 * connection factory in the configuration it refuses every statement: there jOOQ binds the values of batches in the same
 * way, and a listener cannot tell a batch from a query.
 *
 * <p>Safe for use by several threads if the supplier and the observer are.
 */
public final class IsolationVisitListener implements VisitListener {
    /** What a configuration has that has no connection factory. */
    private static final Class<?> NO_R2DBC =
            new DefaultConfiguration().connectionFactory().getClass();

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

    /** Puts the scoped text of a statement in its place. */
    @Override
    public void visitStart(VisitContext visit) {
        RenderContext render = visit.renderContext();
        if (render != null && visit.queryPartsLength() == 1) {
            boolean executed = visit.context().executeContext() != null;
            boolean isStatement = visit.queryPart() instanceof Query;
            if (!isStatement && !executed) {
                return; // a part that is only rendered
            }
            requireJdbc(visit.configuration());
            IsolationContext context = contexts.get();
            try {
                if (!isStatement) {
                    throw Refusal.statement(visit.queryPart().getClass().getSimpleName());
                }
                visit.queryPart(scope(visit, render, context));
            } catch (IsolationViolationException refusal) {
                observer.publish(IsolationEvent.Refused.of(refusal, context));
                throw refusal;
            }
        }
    }

    private void requireJdbc(Configuration configuration) {
        if (configuration.connectionFactory().getClass() != NO_R2DBC) {
            IsolationViolationException refusal = Refusal.reactive();
            observer.publish(IsolationEvent.Refused.of(refusal));
            throw refusal;
        }
    }

    private QueryPart scope(VisitContext visit, RenderContext render, IsolationContext context) {
        requireLast(visit);
        Parameters parameters = new Parameters();
        DSLContext dsl = DSL.using(withoutThis(visit.configuration(), parameters));
        boolean inlined = render.paramType() == ParamType.INLINED;
        String sql = inlined ? dsl.renderInlined(visit.queryPart()) : dsl.render(visit.queryPart());
        ScopedSql scoped = rules.scope(sql, context.level());
        scoped.requireOwnLiterals(context);
        ExecuteContext execution = visit.context().executeContext();
        if (execution != null
                && execution.batchMode() == ExecuteContext.BatchMode.SINGLE
                && (scoped.bindsScope() || !scoped.given().isEmpty())) {
            throw Refusal.batchBinding();
        }
        return new ScopedStatement(scoped, parameters.inOrder, context, inlined, execution != null);
    }

    /** Listeners that come after this one could change what it has scoped. */
    private void requireLast(VisitContext visit) {
        VisitListenerProvider[] providers = visit.configuration().visitListenerProviders();
        boolean last = providers[providers.length - 1].provide() == this;
        boolean inOrder = visit.settings().getVisitListenerStartInvocationOrder() != InvocationOrder.REVERSE;
        if (providers.length > 1 && !(last && inOrder)) {
            throw Refusal.opaque("A statement rendered with a visit listener that comes after the isolation listener");
        }
    }

    private Configuration withoutThis(Configuration configuration, Parameters parameters) {
        List<VisitListenerProvider> providers = new ArrayList<>(Arrays.asList(configuration.visitListenerProviders()));
        providers.removeIf(provider -> provider.provide() == this);
        providers.add(new DefaultVisitListenerProvider(parameters));
        return configuration.derive(providers.toArray(VisitListenerProvider[]::new));
    }

    /** The bind values of a statement, in the order in which they are rendered. */
    private static final class Parameters implements VisitListener {
        private final List<Param<?>> inOrder = new ArrayList<>();

        @Override
        public void visitStart(VisitContext visit) {
            RenderContext render = visit.renderContext();
            boolean bound = render != null && render.paramType() != ParamType.INLINED;
            if (bound && visit.queryPart() instanceof Param<?> param && !param.isInline()) {
                inOrder.add(param);
            }
        }
    }
}
