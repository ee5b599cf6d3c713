package org.maibot.isolation.jdbc;

import java.util.Optional;
import org.jooq.Query;
import org.jooq.QueryPart;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.maibot.isolation.IsolationContext;

/**
 * What one rendering of a statement is scoped by.
 *
 * @param rules the rules of the tables
 * @param context the context
 * @param bindings the bind values that are rendered
 */
record Scoping(TableRules rules, IsolationContext context, ScopeBindings bindings) {
    private static final String DEFAULT_SCHEMA = "main";

    /** The rule of a scoped table that a reference names, or empty if the reference needs no predicate. */
    Optional<TableRule> scopedRule(TableReference reference, VisitContext visit) {
        return isCommonTableExpression(reference.table(), visit)
                ? Optional.empty()
                : Optional.of(rule(reference.table(), visit)).filter(TableRule::isScoped);
    }

    boolean isCommonTableExpression(Table<?> table, VisitContext visit) {
        QueryPart[] path = visit.queryParts();
        return PlainSql.nameOf(table).parts().length == 1
                && VisibleNames.isCommonTableExpression(table.getName(), path);
    }

    /** The rule of a table; refuses a table that has none. */
    TableRule rule(Table<?> table, VisitContext visit) {
        PlainSql.requireName(table, visit.settings().getRenderQuotedNames());
        String[] parts = PlainSql.nameOf(table).getName();
        boolean inDefaultSchema = parts.length == 1
                || (parts.length == 2 && TableRules.fold(parts[0]).equals(DEFAULT_SCHEMA));
        return Optional.of(parts[parts.length - 1])
                .filter(last -> inDefaultSchema)
                .flatMap(rules::find)
                .orElseThrow(() -> Refusal.unknownTable(String.join(".", parts)));
    }

    ScopePredicate reading(TableReference reference, TableRule rule, VisitContext visit) {
        return new ScopePredicate(reference.name(), rule, context, false, form(visit));
    }

    ScopePredicate writing(TableReference reference, TableRule rule, VisitContext visit) {
        return new ScopePredicate(reference.name(), rule, context, true, form(visit));
    }

    /**
     * Joins along paths are rendered apart from their statement, after the rest of it, and inserted into it; jOOQ does not
     * expect bind values there, and would give them the indexes of others.
     */
    private ScopePredicate.Form form(VisitContext visit) {
        boolean apart = !(visit.queryParts()[0] instanceof Query);
        return new ScopePredicate.Form(apart, rules.declaresCollations());
    }

    OwnValues ownValues(TableRule rule, VisitContext visit) {
        return new OwnValues(rule, context, visit);
    }
}
