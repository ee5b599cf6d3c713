package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Row;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;
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
        OwnValues own = scoping.ownValues(rule, visit);
        QOM.Insert<?> filled =
                insert.$select() == null ? fillValues(insert, columns, own) : fillSelect(insert, columns, own);
        return confineUpdate(filled, target, own);
    }

    /** The columns of the statement, followed by those fixed by the context that it does not name. */
    private List<Field<?>> columns(QOM.Insert<?> insert, TableRule rule) {
        List<Field<?>> columns = new ArrayList<>(insert.$columns());
        boolean givesValues = insert.$select() != null || !insert.$values().isEmpty();
        if (givesValues && columns.stream().noneMatch(column -> rule.hasColumn(column.getName()))) {
            throw Refusal.columnList(rule.table()); // jOOQ makes up names for columns that it does not know
        }
        columns.forEach(rule::requireColumn);
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

    private static QOM.Insert<?> fillValues(QOM.Insert<?> insert, List<Field<?>> columns, OwnValues own) {
        List<Row> rows = new ArrayList<>();
        for (Row row : insert.$values()) {
            rows.add(fill(List.of(row.fields()), columns, own));
        }
        if (rows.isEmpty()) {
            rows.add(fill(List.of(), columns, own));
        }
        return insert.$defaultValues(false).$columns(columns).$values(rows);
    }

    private static Row fill(List<Field<?>> values, List<Field<?>> columns, OwnValues own) {
        List<Field<?>> filled = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Field<?> value = i < values.size() ? values.get(i) : null;
            Optional<Dimension> fixed = own.fixed(columns.get(i));
            filled.add(fixed.isPresent() ? own.replace(value, fixed.get()) : value);
        }
        return DSL.row(filled);
    }

    private static QOM.Insert<?> fillSelect(QOM.Insert<?> insert, List<Field<?>> columns, OwnValues own) {
        int given = insert.$columns().size();
        List<SelectField<?>> projection = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Optional<Dimension> fixed = own.fixed(columns.get(i));
            if (fixed.isPresent() && i < given) {
                throw Refusal.foreign(own.rule().table(), fixed.get());
            }
            projection.add(
                    fixed.isPresent() ? own.replace(null, fixed.get()) : DSL.field(DSL.quotedName(ROWS, "c" + i)));
        }
        String[] names = IntStream.range(0, given).mapToObj(i -> "c" + i).toArray(String[]::new);
        Table<?> rows = requireNonNull(insert.$select()).asTable(ROWS, names);
        return insert.$columns(columns)
                .$select(DSL.select(projection).from(rows).where(DSL.trueCondition()));
    }

    private QOM.Insert<?> confineUpdate(QOM.Insert<?> insert, TableReference target, OwnValues own) {
        if (!insert.$onDuplicateKeyUpdate()) {
            return insert;
        }
        ScopePredicate predicate = scoping.writing(target, own.rule(), visit);
        Condition where = insert.$updateWhere();
        return insert.$updateSet(own.replace(insert.$updateSet()))
                .$updateWhere(where == null ? predicate : DSL.and(where, predicate));
    }
}
