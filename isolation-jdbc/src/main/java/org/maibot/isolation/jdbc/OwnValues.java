package org.maibot.isolation.jdbc;

import java.util.Map;
import org.jooq.Field;
import org.jooq.FieldOrRow;
import org.jooq.FieldOrRowOrSelect;
import org.jooq.Param;
import org.jooq.Row;
import org.jooq.impl.QOM;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/** The values that a statement gives to isolation columns: only the context's own, known before it runs. */
final class OwnValues {
    private OwnValues() {}

    /** Refuses a value of a fixed dimension unless it is the context's. */
    static void require(Field<?> value, Dimension dimension, IsolationContext context) {
        boolean own = value instanceof Param<?> param
                ? context.id(dimension).filter(id -> id.equals(asText(param))).isPresent()
                : value instanceof ScopeValue scopeValue && scopeValue.isOf(context, dimension);
        if (!own) {
            throw Refusal.foreign(dimension.columnName());
        }
    }

    private static String asText(Param<?> param) {
        return String.valueOf(param.getValue());
    }

    /** Refuses assignments that would move a row out of the context. */
    static void require(
            Map<? extends FieldOrRow, ? extends FieldOrRowOrSelect> assignments,
            TableRule rule,
            IsolationContext context) {
        assignments.forEach((target, value) -> {
            if (target instanceof Field<?> column) {
                rule.dimensionOf(column.getName())
                        .filter(context::fixes)
                        .ifPresent(dimension -> requireAssignable(column, value, dimension, context));
            } else if (target instanceof Row row) {
                requireNoneFixed(row, rule, context);
            }
        });
    }

    private static void requireAssignable(
            Field<?> column, FieldOrRowOrSelect value, Dimension dimension, IsolationContext context) {
        boolean excludedSame = value instanceof QOM.Excluded<?> excluded
                && TableRules.fold(excluded.$field().getName()).equals(TableRules.fold(column.getName()));
        if (excludedSame) {
            return;
        }
        if (!(value instanceof Field<?> field)) {
            throw Refusal.foreign(dimension.columnName());
        }
        require(field, dimension, context);
    }

    private static void requireNoneFixed(Row row, TableRule rule, IsolationContext context) {
        for (Field<?> column : row.fields()) {
            rule.dimensionOf(column.getName()).filter(context::fixes).ifPresent(dimension -> {
                throw Refusal.foreign(dimension.columnName());
            });
        }
    }
}
