package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.jdbc.TableItem.Scoped;

/**
 * A value of a row that is selected.
 *
 * @param item its expression, or null if it stands for a column in an asterisk
 * @param table the scoped table whose column it is, or null if it is something else
 * @param column the folded name of that column
 */
record SelectedColumn(
        SelectedRows.@Nullable Item item, @Nullable Scoped table, String column) {

    /** The values of a row, in their order. */
    static List<SelectedColumn> of(Draft draft, List<SelectedRows.Item> items, @Nullable FromScoper from) {
        List<SelectedColumn> columns = new ArrayList<>();
        items.forEach(item -> columns.addAll(of(draft, item, from)));
        return columns;
    }

    private static List<SelectedColumn> of(Draft draft, SelectedRows.Item item, @Nullable FromScoper from) {
        SqlTokens tokens = draft.tokens();
        int last = item.to() - 1;
        if (tokens.isSymbol(last, '*') && (last == item.from() || tokens.isSymbol(last - 1, '.'))) {
            return asterisk(draft, item, from);
        }
        boolean isColumn = tokens.isName(item.from()) && draft.endOfName(item.from()) == item.to();
        Scoped table = isColumn ? table(draft, item.from(), last, from) : null;
        return List.of(new SelectedColumn(item, table, tokens.column(last)));
    }

    private static List<SelectedColumn> asterisk(Draft draft, SelectedRows.Item item, @Nullable FromScoper from) {
        boolean qualified = item.to() > item.from() + 1;
        Scoped table = table(draft, item.from(), qualified ? item.from() + 1 : item.from(), from);
        if (table == null || table.rule().hasGeneratedColumns()) {
            throw Refusal.text("The SQL text inserts the rows of an asterisk that cannot be resolved");
        }
        return table.rule().columns().stream()
                .map(column -> new SelectedColumn(null, table, column))
                .toList();
    }

    /** The scoped table that a column is of: the one that it names, or the only one. */
    private static @Nullable Scoped table(Draft draft, int first, int last, @Nullable FromScoper from) {
        if (from == null) {
            return null;
        }
        if (last > first) {
            String name = draft.tokens().table(first);
            return from.confined().stream()
                    .filter(table -> from.name(table).equals(name))
                    .findFirst()
                    .orElse(null);
        }
        return from.hasOnlyScoped()
                        && from.named().size() == 1
                        && from.confined().size() == 1
                ? from.confined().get(0)
                : null;
    }
}
