package org.maibot.isolation.jdbc;

import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.TableItem.Scoped;

/** What is known of the values that a SELECT makes for an INSERT. */
final class SelectedColumn {
    private SelectedColumn() {}

    /** The scoped table whose columns an asterisk stands for, or null if it is no asterisk. */
    static @Nullable Scoped asterisk(Draft draft, SelectedRows.Item item, @Nullable FromScoper from) {
        SqlTokens tokens = draft.tokens();
        int last = item.to() - 1;
        if (!tokens.isSymbol(last, '*') || (last > item.from() && !tokens.isSymbol(last - 1, '.'))) {
            return null;
        }
        Scoped table = table(draft, item.from(), last > item.from(), from);
        if (table == null || table.rule().hasGeneratedColumns()) {
            throw Refusal.text("The SQL text inserts the rows of an asterisk that cannot be resolved");
        }
        return table;
    }

    /** Whether a value is the column of a dimension, of a table that is confined to the scope. */
    static boolean isOwn(Draft draft, SelectedRows.Item item, @Nullable FromScoper from, Dimension dimension) {
        SqlTokens tokens = draft.tokens();
        int last = item.to() - 1;
        boolean isColumn = tokens.isName(item.from()) && draft.endOfName(item.from()) == item.to();
        Scoped table = isColumn ? table(draft, item.from(), last > item.from(), from) : null;
        return table != null && draft.fixedDimension(table.rule(), tokens.column(last)) == dimension;
    }

    /** The scoped table that a column is of: the one that it names, or the only one. */
    private static @Nullable Scoped table(Draft draft, int first, boolean qualified, @Nullable FromScoper from) {
        if (from == null) {
            return null;
        }
        if (qualified) {
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
