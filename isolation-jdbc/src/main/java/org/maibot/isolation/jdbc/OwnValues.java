package org.maibot.isolation.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.ExecuteContext;
import org.jooq.Field;
import org.jooq.FieldOrRow;
import org.jooq.FieldOrRowOrSelect;
import org.jooq.Param;
import org.jooq.Row;
import org.jooq.VisitContext;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * The values that a statement may give to the isolation columns of a table: only the context's own, known before it runs.
 * They are replaced by the context's, so that no type or converter of the caller's makes others of them.
 */
record OwnValues(TableRule rule, IsolationContext context, VisitContext visit) {

    /** The fixed dimension that a column holds, if it holds one. */
    Optional<Dimension> fixed(Field<?> column) {
        return rule.dimensionOf(column.getName()).filter(context::fixes);
    }

    /** The context's value in place of a given one, or of none; refuses another one. */
    ScopeValue replace(@Nullable Object given, Dimension dimension) {
        boolean bound = given instanceof Param<?> param && !param.isInline();
        boolean checkedWhenBound = bound && isBoundLater();
        if (given != null && !checkedWhenBound && !isOwn(given, dimension)) {
            throw Refusal.foreign(rule.table(), dimension);
        }
        return new ScopeValue(context, dimension, bound);
    }

    private boolean isOwn(Object value, Dimension dimension) {
        if (value instanceof Param<?> param) {
            return param.getValue() != null
                    && context.id(dimension)
                            .orElseThrow()
                            .equals(param.getValue().toString());
        }
        return value instanceof ScopeValue scopeValue && scopeValue.isOf(context, dimension);
    }

    /** In a batch whose rows are bound one by one, a statement's values are only placeholders. */
    private boolean isBoundLater() {
        ExecuteContext execution = visit.context().executeContext();
        return execution != null && execution.batchMode() == ExecuteContext.BatchMode.SINGLE;
    }

    /** Assignments with the context's values in place of the given ones; refuses those that would move a row out of it. */
    Map<FieldOrRow, FieldOrRowOrSelect> replace(Map<? extends FieldOrRow, ? extends FieldOrRowOrSelect> assignments) {
        Map<FieldOrRow, FieldOrRowOrSelect> replaced = new LinkedHashMap<>();
        assignments.forEach((target, value) -> {
            Optional<Dimension> dimension = target instanceof Field<?> column ? fixed(column) : Optional.empty();
            requireKnown(target);
            boolean kept = dimension.isEmpty() || isExcluded(value, dimension.get());
            replaced.put(target, kept ? value : replace(value, dimension.get()));
        });
        return replaced;
    }

    /** Whether a value is that of the row which could not be inserted, whose isolation columns are the context's. */
    private boolean isExcluded(FieldOrRowOrSelect value, Dimension dimension) {
        return value instanceof QOM.Excluded<?> excluded
                && fixed(excluded.$field()).equals(Optional.of(dimension));
    }

    /** Columns of the table only, and in a row value none that is fixed. */
    private void requireKnown(FieldOrRow target) {
        if (target instanceof Field<?> field) {
            rule.requireColumn(field);
        } else if (target instanceof Row row) {
            for (Field<?> column : row.fields()) {
                rule.requireColumn(column);
                fixed(column).ifPresent(dimension -> {
                    throw Refusal.foreign(rule.table(), dimension);
                });
            }
        }
    }

    /** Whether none of the assignments gives a fixed dimension anything but the context's value. */
    boolean areAllIn(Map<? extends FieldOrRow, ? extends FieldOrRowOrSelect> assignments) {
        return assignments.entrySet().stream().allMatch(assignment -> {
            requireKnown(assignment.getKey());
            Optional<Dimension> dimension =
                    assignment.getKey() instanceof Field<?> column ? fixed(column) : Optional.empty();
            return dimension.isEmpty()
                    || isExcluded(assignment.getValue(), dimension.get())
                    || (assignment.getValue() instanceof ScopeValue value && value.isOf(context, dimension.get()));
        });
    }
}
