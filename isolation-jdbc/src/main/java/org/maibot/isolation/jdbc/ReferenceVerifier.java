package org.maibot.isolation.jdbc;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.Row;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;

/**
 * Checks each table that is about to be rendered where statements declare their tables, whatever scoped it: it is global
 * or names a common table expression, or the part of the statement that it stands in confines it to the scope. A table
 * of a query that is not confined is replaced by its rows of the scope; the target of a write is refused.
 */
final class ReferenceVerifier {
    private final Scoping scoping;
    private final VisitContext visit;

    ReferenceVerifier(Scoping scoping, VisitContext visit) {
        this.scoping = scoping;
        this.visit = visit;
    }

    /** The part to render for a table: itself, or its rows of the scope. */
    QueryPart verify(Table<?> table) {
        QueryPart[] path = visit.queryParts();
        Table<?> alias = alias(table, path);
        TableReference reference = TableReference.of(table);
        if (reference == null || reference.table() != table) {
            return table; // an alias: what is inside it comes next
        }
        Place place = Place.of(path, alias == null ? table : alias);
        if (!place.isTarget() && scoping.isCommonTableExpression(table, visit)) {
            return table;
        }
        TableRule rule = scoping.rule(table, visit);
        if (!rule.isScoped()) {
            return global(table, rule, place);
        }
        Name name = alias == null ? reference.name() : alias.getUnqualifiedName();
        if (isConfined(place, name, rule)) {
            return table;
        }
        if (place.isTarget()) {
            throw Refusal.unscoped(rule.table());
        }
        return replacement(table, alias != null, rule);
    }

    private static QueryPart global(Table<?> table, TableRule rule, Place place) {
        if (place.isTarget() && rule.access() == TableRule.Access.GLOBAL) {
            throw Refusal.readOnly(rule.table());
        }
        return table;
    }

    private QueryPart replacement(Table<?> table, boolean aliased, TableRule rule) {
        Name name = PlainSql.nameOf(table).unqualifiedName();
        TableReference bare = new TableReference(table, name, true);
        Name alias = aliased ? null : name;
        return new ScopedTable(table, scoping.reading(bare, rule, visit), alias);
    }

    /** The alias that the table stands under, or null. */
    private static @Nullable Table<?> alias(Table<?> table, QueryPart[] path) {
        for (int i = path.length - 2; i >= 0 && i >= path.length - 3; i--) {
            TableReference reference = path[i] instanceof Table<?> outer ? TableReference.of(outer) : null;
            if (reference != null && reference.table() == table) {
                return (Table<?>) path[i];
            }
        }
        return null;
    }

    private boolean isConfined(Place place, Name name, TableRule rule) {
        if (place.owner() instanceof QOM.Insert<?> insert) {
            return isConfined(insert, name, rule);
        }
        if (place.isTarget()
                && place.owner() instanceof QOM.Update<?> update
                && !ownValues(rule).areAllIn(update.$set())) {
            return false;
        }
        return place.filters().stream()
                .anyMatch(filter -> ScopePredicate.confines(filter, name, rule, scoping.context(), place.isTarget()));
    }

    private boolean isConfined(QOM.Insert<?> insert, Name name, TableRule rule) {
        boolean updates = insert.$onDuplicateKeyUpdate();
        boolean updatesOwnRows = ScopePredicate.confines(insert.$updateWhere(), name, rule, scoping.context(), true)
                && ownValues(rule).areAllIn(insert.$updateSet());
        return (!updates || updatesOwnRows) && isFilledIn(insert, rule);
    }

    /** Whether each row gets the context's values in the columns of the dimensions that the context fixes. */
    private boolean isFilledIn(QOM.Insert<?> insert, TableRule rule) {
        List<? extends Field<?>> columns = insert.$columns();
        List<Field<?>[]> rows = rows(insert);
        Set<Dimension> missing = EnumSet.copyOf(rule.fixedBy(scoping.context()).keySet());
        for (int i = 0; i < columns.size(); i++) {
            Dimension dimension = rule.dimensionOf(columns.get(i).getName()).orElse(null);
            if (dimension != null && scoping.context().fixes(dimension)) {
                missing.remove(dimension);
                if (!isOwn(rows, i, dimension)) {
                    return false;
                }
            }
        }
        return missing.isEmpty() && !rows.isEmpty();
    }

    private static List<Field<?>[]> rows(QOM.Insert<?> insert) {
        Select<?> select = insert.$select();
        return select == null
                ? insert.$values().stream().<Field<?>[]>map(Row::fields).toList()
                : List.<Field<?>[]>of(select.getSelect().toArray(new Field<?>[0]));
    }

    private boolean isOwn(List<Field<?>[]> rows, int column, Dimension dimension) {
        return rows.stream()
                .allMatch(row -> row[column] instanceof ScopeValue own && own.isOf(scoping.context(), dimension));
    }

    private OwnValues ownValues(TableRule rule) {
        return scoping.ownValues(rule, visit);
    }
}
