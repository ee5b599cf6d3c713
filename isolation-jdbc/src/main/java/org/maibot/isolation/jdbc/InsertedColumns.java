package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;

/** The columns that an INSERT gives values to, and those of the fixed dimensions that are added to them. */
final class InsertedColumns {
    private final Draft draft;
    private final SqlTokens tokens;
    private final TableRule rule;
    private final OwnValues own;
    private @Nullable List<String> named;
    private int listEnd = -1;
    private boolean filled;

    InsertedColumns(Draft draft, TableRule rule) {
        this.draft = draft;
        this.tokens = draft.tokens();
        this.rule = rule;
        this.own = new OwnValues(draft, rule);
    }

    /** The folded names of the columns that the statement gives values to: all of them, if it does not say. */
    Set<String> given() {
        return named == null ? Set.copyOf(rule.columns()) : Set.copyOf(named);
    }

    /** Reads the list of columns, in brackets that open at a place. */
    void list(int bracket) {
        List<String> columns = new ArrayList<>();
        int end = tokens.match(bracket);
        for (int i = bracket + 1; i < end; i = draft.endOfName(i) + 1) {
            int nameEnd = draft.endOfName(i);
            String column = tokens.column(nameEnd - 1);
            boolean listed = tokens.isName(i) && (nameEnd == end || tokens.isSymbol(nameEnd, ','));
            if (!listed || !rule.hasColumn(column) || columns.contains(column)) {
                throw Refusal.unknownColumn(rule.table());
            }
            columns.add(column);
        }
        named = columns;
        listEnd = end;
        requireOpenDimensions(columns);
    }

    /** Without a list, values are for the columns in their order; as many as there are. */
    private List<String> columns(int values, int nameEnd) {
        if (named == null) {
            List<String> all = rule.columns();
            boolean mayBeFewer = values == 0 || tokens.family() == SqlFamily.POSTGRESQL;
            if (rule.hasGeneratedColumns() || values > all.size() || (values < all.size() && !mayBeFewer)) {
                throw Refusal.columnList(rule.table());
            }
            named = all.subList(0, values);
            requireOpenDimensions(named);
            addList(nameEnd);
        }
        return named;
    }

    private void addList(int nameEnd) {
        List<String> all = new ArrayList<>();
        columnsOf(named).forEach(column -> all.add(draft.quote(column)));
        missing().keySet().forEach(dimension -> all.add(draft.quote(columnName(dimension))));
        draft.edits().insertAfter(nameEnd - 1, SqlFragment.of(" (" + String.join(", ", all) + ")"));
        filled = true;
    }

    private List<String> columnsOf(@Nullable List<String> folded) {
        return folded == null
                ? List.of()
                : folded.stream().map(rule::columnName).toList();
    }

    private String columnName(Dimension dimension) {
        return requireNonNull(rule.fixedBy(draft.level()).get(dimension)).name();
    }

    private void requireOpenDimensions(List<String> columns) {
        rule.leftOpenBy(draft.level()).forEach((dimension, column) -> {
            if (column.required() && !columns.contains(tokens.syntax().foldColumn(column.name(), true))) {
                throw Refusal.missing(rule.table(), dimension);
            }
        });
    }

    /** The fixed dimensions that the statement does not name, with the values to be added. */
    private Map<Dimension, SqlFragment> missing() {
        Map<Dimension, SqlFragment> missing = new LinkedHashMap<>();
        rule.fixedBy(draft.level()).forEach((dimension, column) -> {
            if (named == null || !named.contains(tokens.syntax().foldColumn(column.name(), true))) {
                missing.put(dimension, own.value(dimension));
            }
        });
        return missing;
    }

    /** Adds the missing columns to the list, once. */
    private void fillList() {
        if (!filled && !missing().isEmpty()) {
            String separator = named == null || named.isEmpty() ? "" : ", ";
            List<String> names = missing().keySet().stream()
                    .map(dimension -> draft.quote(columnName(dimension)))
                    .toList();
            draft.edits().insertBefore(listEnd, SqlFragment.of(separator + String.join(", ", names)));
        }
        filled = true;
    }

    /** The values of the fixed dimensions that the statement does not name. */
    SqlFragment missingValues(boolean first) {
        SqlFragment values = new SqlFragment();
        String separator = first ? "" : ", ";
        for (SqlFragment value : missing().values()) {
            values.text(separator).add(value);
            separator = ", ";
        }
        return values;
    }

    /** Adds the values to a row in brackets. */
    void fillRow(int bracket, List<SelectedRows.Item> items, int nameEnd) {
        if (!rule.isScoped()) {
            return;
        }
        List<String> columns = columns(items.size(), nameEnd);
        if (items.size() != columns.size()) {
            throw Refusal.columnList(rule.table());
        }
        fillList();
        replaceGiven(columns, items);
        items.forEach(this::requireNoneRead);
        draft.edits().insertBefore(tokens.match(bracket), missingValues(items.isEmpty()));
    }

    /** A column in a row is what it was given before, on MySQL and MariaDB; those that are added come last. */
    void requireNoneRead(SelectedRows.Item item) {
        for (int i = item.from(); i < item.to() && tokens.family().isMySql(); i++) {
            if (tokens.isSymbol(i, '(') && StatementScoper.opensQuery(tokens, i)) {
                i = tokens.match(i);
            } else if (tokens.isName(i)) {
                Dimension dimension = draft.fixedDimension(rule, tokens.column(i));
                if (dimension != null && missing().containsKey(dimension)) {
                    throw Refusal.text(
                            "reads an isolation column in a row that it inserts",
                            tokens.get(i).start());
                }
            }
        }
    }

    /** Adds the names of the added columns to those of the row, before a bracket. */
    void nameAdded(int bracket) {
        if (rule.isScoped()) {
            missing()
                    .keySet()
                    .forEach(dimension -> draft.edits()
                            .insertBefore(bracket, SqlFragment.of(", " + draft.quote(columnName(dimension)))));
        }
    }

    /** Puts the scope's values in place of those that a row gives for the fixed dimensions. */
    void replaceGiven(List<String> columns, List<SelectedRows.Item> items) {
        for (int i = 0; i < columns.size(); i++) {
            Dimension dimension = draft.fixedDimension(rule, columns.get(i));
            if (dimension != null) {
                own.replace(dimension, items.get(i));
            }
        }
    }

    /** DEFAULT VALUES becomes a row of the scope's values. */
    void defaults(int from) {
        if (rule.isScoped()) {
            named = List.of();
            requireOpenDimensions(List.of());
            List<String> names = missing().keySet().stream()
                    .map(dimension -> draft.quote(columnName(dimension)))
                    .toList();
            draft.edits()
                    .replace(
                            from,
                            from + 2,
                            SqlFragment.of("(" + String.join(", ", names) + ") VALUES (")
                                    .add(missingValues(true))
                                    .text(")"));
        }
    }

    /** INSERT … SET gives values by assignments. */
    void assigned(List<SelectedRows.Item> assignments, int end) {
        List<String> columns = new ArrayList<>();
        for (SelectedRows.Item assignment : assignments) {
            int nameEnd = draft.endOfName(assignment.from());
            String column = tokens.column(nameEnd - 1);
            if (!tokens.isName(assignment.from()) || !tokens.isSymbol(nameEnd, '=') || !rule.hasColumn(column)) {
                throw Refusal.unknownColumn(rule.table());
            }
            columns.add(column);
            Dimension dimension = rule.isScoped() ? draft.fixedDimension(rule, column) : null;
            if (dimension != null) {
                own.replace(dimension, new SelectedRows.Item(nameEnd + 1, assignment.to()));
            }
        }
        named = columns;
        if (rule.isScoped()) {
            requireOpenDimensions(columns);
            assignments.forEach(this::requireNoneRead);
            SqlFragment missing = new SqlFragment();
            missing()
                    .forEach((dimension, value) -> missing.text(", " + draft.quote(columnName(dimension)) + " = ")
                            .add(value));
            draft.edits().insertAfter(end - 1, missing);
        }
    }

    /** Prepares the list of columns for the rows of a query; null if nothing need be done to these. */
    @Nullable
    SelectedRows fillQuery(int nameEnd) {
        if (!rule.isScoped()) {
            return null;
        }
        List<String> columns = columns(rule.columns().size(), nameEnd);
        fillList();
        return new InsertedQuery(draft, rule, columns, this);
    }
}
