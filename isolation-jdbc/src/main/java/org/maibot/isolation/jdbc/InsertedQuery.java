package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.TableItem.Scoped;

/** Gives the rows of a query that are inserted into a scoped table the scope's values. */
final class InsertedQuery implements SelectedRows {
    private final Draft draft;
    private final TableRule rule;
    private final List<String> columns;
    private final InsertedColumns inserted;
    private final OwnValues own;

    /**
     * Creates it.
     *
     * @param columns the folded names of those that the statement gives values to
     * @param inserted all that get values
     */
    InsertedQuery(Draft draft, TableRule rule, List<String> columns, InsertedColumns inserted) {
        this.draft = draft;
        this.rule = rule;
        this.columns = columns;
        this.inserted = inserted;
        this.own = new OwnValues(draft, rule);
    }

    @Override
    public void select(List<Item> items, @Nullable FromScoper from) {
        if (items.isEmpty()) {
            throw Refusal.columnList(rule.table());
        }
        if (columns.stream().anyMatch(column -> draft.fixedDimension(rule, column) != null)) {
            replaceSelected(items, from);
        }
        draft.edits().insertAfter(items.get(items.size() - 1).to() - 1, inserted.missingValues(false));
    }

    /** Puts the scope's values in place of those that are selected for the fixed dimensions. */
    private void replaceSelected(List<Item> items, @Nullable FromScoper from) {
        int place = 0;
        for (Item item : items) {
            Scoped table = SelectedColumn.asterisk(draft, item, from);
            int width = table == null ? 1 : table.rule().columns().size();
            if (place + width > columns.size()) {
                throw Refusal.columnList(rule.table());
            }
            if (table != null) {
                replaceAsterisk(columns.subList(place, place + width), item, table, requireNonNull(from));
            } else {
                replaceItem(columns.get(place), item, from);
            }
            place += width;
        }
        if (place != columns.size()) {
            throw Refusal.columnList(rule.table());
        }
    }

    private void replaceItem(String column, Item item, @Nullable FromScoper from) {
        Dimension dimension = draft.fixedDimension(rule, column);
        if (dimension != null && SelectedColumn.isOwn(draft, item, from, dimension)) {
            own.put(dimension, item);
        } else if (dimension != null) {
            own.replace(dimension, item);
        }
    }

    /** Names the columns of an asterisk, with the scope's values for the fixed dimensions if they are that. */
    private void replaceAsterisk(List<String> columns, Item item, Scoped table, FromScoper from) {
        draft.edits().replace(item.from(), item.to(), list(columns, table.rule(), from.qualifier(table)));
    }

    private SqlFragment list(List<String> columns, TableRule table, String qualifier) {
        SqlFragment list = new SqlFragment();
        for (int i = 0; i < columns.size(); i++) {
            String selected = table.columns().get(i);
            Dimension dimension = draft.fixedDimension(rule, columns.get(i));
            if (dimension != null && draft.fixedDimension(table, selected) != dimension) {
                throw Refusal.foreign(rule.table(), dimension);
            }
            list.text(i == 0 ? "" : ", ");
            if (dimension != null) {
                list.add(own.value(dimension));
            } else {
                list.text(qualifier + "." + draft.quote(table.columnName(selected)));
            }
        }
        return list;
    }

    @Override
    public SqlFragment table(TableRule table) {
        if (table.hasGeneratedColumns() || table.columns().size() != columns.size()) {
            throw Refusal.columnList(rule.table());
        }
        return list(columns, table, draft.quote(table.table())).add(inserted.missingValues(false));
    }

    @Override
    public void row(int bracket, List<Item> items) {
        if (items.size() != columns.size()) {
            throw Refusal.columnList(rule.table());
        }
        inserted.replaceGiven(columns, items);
        items.forEach(inserted::requireNoneRead);
        draft.edits().insertBefore(draft.tokens().match(bracket), inserted.missingValues(items.isEmpty()));
    }
}
