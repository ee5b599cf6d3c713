package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.QueryPart;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.jooq.VisitContext;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/**
 * Adds the predicates of the scope to the WHERE clause of SELECT, UPDATE and DELETE and to the ON clause of joins.
 *
 * <p>A table whose rows always reach the WHERE clause is confined there. A table on the side of an outer join that is
 * filled up with NULL is confined in the ON clause of that join, so that rows of other scopes count as missing. What can
 * stand in neither place, such as either side of a full join, is left to {@link ReferenceVerifier}.
 */
final class QueryScoper {
    private final Scoping scoping;
    private final VisitContext visit;

    QueryScoper(Scoping scoping, VisitContext visit) {
        this.scoping = scoping;
        this.visit = visit;
    }

    Select<?> scope(Select<?> select) {
        List<ScopePredicate> predicates = new ArrayList<>();
        select.$from().forEach(table -> collect(table, predicates));
        Condition where = and(select.$where(), predicates);
        return where == null ? select : select.$where(where);
    }

    QueryPart scope(QOM.JoinTable<?, ?> join) {
        List<ScopePredicate> predicates = new ArrayList<>();
        if (join instanceof QOM.LeftJoin || join instanceof QOM.LeftSemiJoin || join instanceof QOM.LeftAntiJoin) {
            collect(join.$table2(), predicates);
        } else if (join instanceof QOM.RightJoin) {
            collect(join.$table1(), predicates);
        }
        if (join instanceof QOM.QualifiedJoin<?, ?> qualified
                && qualified.$using().isEmpty()) {
            Condition on = and(qualified.$on(), predicates);
            return on == null ? join : qualified.$on(on);
        }
        return join;
    }

    QOM.Update<?> scope(QOM.Update<?> update) {
        List<ScopePredicate> predicates = new ArrayList<>();
        TableRule rule = target(update.$table(), predicates);
        requireKeyInside(
                rule,
                update.$table(),
                update.$limit() != null || !update.$orderBy().isEmpty());
        update.$from().forEach(table -> collect(table, predicates));
        Condition where = and(update.$where(), predicates);
        QOM.Update<?> confined = where == null ? update : update.$where(where);
        return rule == null
                ? confined
                : confined.$set(scoping.ownValues(rule, visit).replace(update.$set()));
    }

    QOM.Delete<?> scope(QOM.Delete<?> delete) {
        List<ScopePredicate> predicates = new ArrayList<>();
        TableRule rule = target(delete.$from(), predicates);
        requireKeyInside(
                rule,
                delete.$from(),
                delete.$limit() != null || !delete.$orderBy().isEmpty());
        delete.$using().forEach(table -> collect(table, predicates));
        Condition where = and(delete.$where(), predicates);
        return where == null ? delete : delete.$where(where);
    }

    /**
     * A write of so many rows becomes one of the rows whose keys a sub-select finds, which is confined to the scope only if
     * the key is. Without a key that jOOQ knows of, it takes the row's address.
     */
    private void requireKeyInside(@Nullable TableRule rule, Table<?> target, boolean limited) {
        UniqueKey<?> key = target.getPrimaryKey();
        if (rule != null && limited && key != null) {
            List<String> columns = key.getFields().stream()
                    .map(column -> TableRules.fold(column.getName()))
                    .toList();
            rule.fixedBy(scoping.context()).values().forEach(column -> {
                if (!columns.contains(TableRules.fold(column.name()))) {
                    throw Refusal.unscoped(rule.table());
                }
            });
        }
    }

    /** Confines the target of a write; returns its rule, or null if it has no scope. */
    private @Nullable TableRule target(Table<?> target, List<ScopePredicate> predicates) {
        TableReference reference = TableReference.of(target);
        if (reference == null) {
            return null; // ReferenceVerifier refuses what it finds inside
        }
        TableRule rule = scoping.rule(reference.table(), visit);
        if (!rule.isScoped()) {
            return null;
        }
        predicates.add(scoping.writing(reference, rule, visit));
        return rule;
    }

    /** Collects the predicates that hold for a table when they are applied to the rows it delivers. */
    private void collect(Table<?> table, List<ScopePredicate> predicates) {
        if (table instanceof QOM.JoinTable<?, ?> join) {
            if (keepsLeft(join)) {
                collect(join.$table1(), predicates);
            }
            if (keepsRight(join)) {
                collect(join.$table2(), predicates);
            }
            return;
        }
        TableReference reference = TableReference.of(table);
        if (reference != null && reference.keepsColumnNames()) {
            scoping.scopedRule(reference, visit)
                    .ifPresent(rule -> predicates.add(scoping.reading(reference, rule, visit)));
        }
    }

    private static boolean keepsLeft(QOM.JoinTable<?, ?> join) {
        return isInner(join)
                || join instanceof QOM.LeftJoin
                || join instanceof QOM.NaturalLeftJoin
                || join instanceof QOM.LeftSemiJoin
                || join instanceof QOM.LeftAntiJoin
                || join instanceof QOM.OuterApply;
    }

    private static boolean keepsRight(QOM.JoinTable<?, ?> join) {
        return isInner(join) || join instanceof QOM.RightJoin || join instanceof QOM.NaturalRightJoin;
    }

    private static boolean isInner(QOM.JoinTable<?, ?> join) {
        return join instanceof QOM.Join
                || join instanceof QOM.StraightJoin
                || join instanceof QOM.CrossJoin
                || join instanceof QOM.CrossApply
                || join instanceof QOM.NaturalJoin;
    }

    /** Both conditions, or null if the first one already has all the predicates. */
    private static @Nullable Condition and(@Nullable Condition condition, List<ScopePredicate> predicates) {
        Condition all = condition;
        for (ScopePredicate predicate : predicates) {
            if (!predicate.isConjunctOf(all)) {
                all = all == null ? predicate : DSL.and(all, predicate);
            }
        }
        return predicates.isEmpty() || all == condition ? null : all;
    }
}
