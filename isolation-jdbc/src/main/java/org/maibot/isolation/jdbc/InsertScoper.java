package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.ExecuteContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Row;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;

/** Fills the fixed dimensions into an INSERT, and confines the update part of an upsert. */
final class InsertScoper {
    private static final String ROWS = "scoped_rows";

    private final Scoping scoping;
    private final VisitContext visit;

    InsertScoper(Scoping scoping, VisitContext visit) {
        this.scoping = scoping;
        this.visit = visit;
    }

    QOM.Insert<?> scope(QOM.Insert<?> insert) {
        TableReference target = TableReference.of(insert.$into());
        if (target == null) {
            throw Refusal.unscoped(insert.$into().getName());
        }
        TableRule rule = scoping.rule(target.table(), visit);
        if (!rule.isScoped()) {
            return insert;
        }
        List<Field<?>> columns = columns(insert, rule);
        QOM.Insert<?> filled =
                insert.$select() == null ? fillValues(insert, columns, rule) : fillSelect(insert, columns, rule);
        return confineUpdate(filled, target, rule);
    }

    /** The columns of the statement, followed by those fixed by the context that it does not name. */
    private List<Field<?>> columns(QOM.Insert<?> insert, TableRule rule) {
        List<Field<?>> columns = new ArrayList<>(insert.$columns());
        boolean givesValues = insert.$select() != null || !insert.$values().isEmpty();
        if (givesValues && columns.stream().noneMatch(column -> rule.hasColumn(column.getName()))) {
            throw Refusal.columnList(rule.table()); // jOOQ makes up names for columns that it does not know
        }
        rule.leftOpenBy(scoping.context()).forEach((dimension, column) -> {
            if (column.required() && !names(columns, dimension, rule)) {
                throw Refusal.missing(rule.table(), dimension);
            }
        });
        rule.fixedBy(scoping.context()).forEach((dimension, column) -> {
            if (!names(columns, dimension, rule)) {
                columns.add(DSL.field(DSL.quotedName(column.name()), String.class));
            }
        });
        return columns;
    }

    private static boolean names(List<Field<?>> columns, Dimension dimension, TableRule rule) {
        return columns.stream()
                .anyMatch(column -> rule.dimensionOf(column.getName()).equals(Optional.of(dimension)));
    }

    private QOM.Insert<?> fillValues(QOM.Insert<?> insert, List<Field<?>> columns, TableRule rule) {
        List<Row> rows = new ArrayList<>();
        for (Row row : insert.$values()) {
            rows.add(fill(List.of(row.fields()), columns, rule));
        }
        if (rows.isEmpty()) {
            rows.add(fill(List.of(), columns, rule));
        }
        return insert.$defaultValues(false).$columns(columns).$values(rows);
    }

    private Row fill(List<Field<?>> values, List<Field<?>> columns, TableRule rule) {
        List<Field<?>> filled = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Field<?> value = i < values.size() ? values.get(i) : null;
            Optional<Dimension> fixed = rule.dimensionOf(columns.get(i).getName())
                    .filter(dimension -> scoping.context().fixes(dimension));
            filled.add(fixed.isPresent() ? own(value, fixed.get()) : value);
        }
        return DSL.row(filled);
    }

    /** The context's value in place of the one given, if any; rows of a batch are checked when they are bound. */
    private ScopeValue own(@Nullable Field<?> given, Dimension dimension) {
        boolean bound = given instanceof Param<?> param && !param.isInline();
        if (given != null && !(bound && isBoundLater())) {
            OwnValues.require(given, dimension, scoping.context());
        }
        return new ScopeValue(scoping.context(), dimension, bound);
    }

    private boolean isBoundLater() {
        ExecuteContext execution = visit.context().executeContext();
        return execution != null && execution.batchMode() == ExecuteContext.BatchMode.SINGLE;
    }

    private QOM.Insert<?> fillSelect(QOM.Insert<?> insert, List<Field<?>> columns, TableRule rule) {
        Select<?> select = requireNonNull(insert.$select());
        int given = insert.$columns().size();
        String[] names = new String[given];
        List<SelectField<?>> projection = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Optional<Dimension> fixed = rule.dimensionOf(columns.get(i).getName())
                    .filter(dimension -> scoping.context().fixes(dimension));
            if (i < given) {
                names[i] = "c" + i;
            }
            if (fixed.isPresent() && i < given) {
                throw Refusal.foreign(fixed.get().columnName());
            }
            projection.add(
                    fixed.isPresent()
                            ? new ScopeValue(scoping.context(), fixed.get())
                            : DSL.field(DSL.quotedName(ROWS, "c" + i)));
        }
        Table<?> rows = select.asTable(ROWS, names);
        return insert.$columns(columns)
                .$select(DSL.select(projection).from(rows).where(DSL.trueCondition()));
    }

    private QOM.Insert<?> confineUpdate(QOM.Insert<?> insert, TableReference target, TableRule rule) {
        if (!insert.$onDuplicateKeyUpdate()) {
            return insert;
        }
        ScopePredicate predicate = scoping.writing(target, rule);
        Condition where = insert.$updateWhere();
        return insert.$updateWhere(where == null ? predicate : DSL.and(where, predicate));
    }
}
