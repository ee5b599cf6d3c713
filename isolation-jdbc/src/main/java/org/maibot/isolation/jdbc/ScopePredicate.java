package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Context;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.impl.CustomCondition;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/** The condition that confines one reference to a scoped table to the rows of a context. */
final class ScopePredicate extends CustomCondition {
    private static final long serialVersionUID = 1L;

    private final transient Name qualifier;
    private final transient TableRule rule;
    private final transient IsolationContext context;
    private final boolean writing;
    private final transient Condition condition;

    /**
     * Creates the condition.
     *
     * @param qualifier how the statement calls the table at this place
     * @param writing whether rows of wider levels are to be left out, since only their own level may change them
     * @param form how the values are written
     */
    ScopePredicate(Name qualifier, TableRule rule, IsolationContext context, boolean writing, Form form) {
        this.qualifier = qualifier;
        this.rule = rule;
        this.context = context;
        this.writing = writing;
        List<Condition> conditions = new ArrayList<>();
        rule.fixedBy(context).forEach((dimension, column) -> conditions.add(condition(dimension, column, form)));
        this.condition = DSL.and(conditions);
    }

    /**
     * How the values are written.
     *
     * @param inlined as literals, where jOOQ loses the order of bind values
     * @param exact with a collation of their own, where the columns may have another
     */
    record Form(boolean inlined, boolean exact) {}

    private Condition condition(Dimension dimension, DimensionColumn column, Form form) {
        Field<String> field = rule.field(qualifier, dimension, column);
        ScopeValue bound = new ScopeValue(context, dimension);
        Field<String> value = form.inlined() ? bound.inlined() : bound;
        Condition owned = field.eq(form.exact() ? value.collate("binary") : value);
        return column.nullIsWider() && !writing ? owned.or(field.isNull()) : owned;
    }

    @Override
    public void accept(Context<?> ctx) {
        ctx.visit(condition);
    }

    /** Whether a condition already has this predicate, or a narrower one, among its conjuncts. */
    boolean isConjunctOf(@Nullable QueryPart other) {
        return confines(other, qualifier, rule, context, writing);
    }

    /**
     * Whether a condition holds only for rows of the scope: whether one of its conjuncts is the predicate of a reference.
     *
     * @param forWriting whether rows of wider levels must be left out
     */
    static boolean confines(
            @Nullable QueryPart condition,
            Name reference,
            TableRule rule,
            IsolationContext context,
            boolean forWriting) {
        if (condition instanceof ScopePredicate predicate) {
            return predicate.qualifier.equals(reference)
                    && predicate.rule.equals(rule)
                    && predicate.context.equals(context)
                    && (predicate.writing || !forWriting);
        }
        return condition instanceof QOM.And and
                && (confines(and.$arg1(), reference, rule, context, forWriting)
                        || confines(and.$arg2(), reference, rule, context, forWriting));
    }
}
