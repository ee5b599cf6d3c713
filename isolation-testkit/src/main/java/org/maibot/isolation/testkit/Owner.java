package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * Whose a row is.
 *
 * @param context in which it is planted, or a wider one
 * @param ids those in the isolation columns; a column without one is NULL
 */
record Owner(IsolationContext context, Map<Dimension, String> ids) {
    /** The owners of rows of a table: contexts, as narrow as its columns are, and the wider levels to which NULL belongs. */
    static Collection<Owner> of(HostTable table, List<IsolationContext> contexts) {
        Set<Owner> owners = new LinkedHashSet<>();
        for (IsolationContext context : contexts) {
            Map<Dimension, String> ids = new EnumMap<>(Dimension.class);
            for (Map.Entry<Dimension, String> column : table.dimensions().entrySet()) {
                context.id(column.getKey()).ifPresent(id -> ids.put(column.getKey(), id));
                requireId(table, column.getValue(), context.fixes(column.getKey()), context);
            }
            owners.add(of(context, ids));
            for (Dimension wider : table.nullIsWider()) {
                Map<Dimension, String> left = new EnumMap<>(ids);
                left.keySet()
                        .removeIf(inner -> inner.compareTo(wider) >= 0
                                && table.nullIsWider().contains(inner));
                owners.add(of(context, left));
            }
        }
        return owners;
    }

    private static void requireId(HostTable table, String column, boolean fixed, IsolationContext context) {
        if (!fixed && !table.column(column).nullable()) {
            throw new IllegalArgumentException("The context " + context + " has no id for the column " + table.name()
                    + "." + column + ", which is NOT NULL. Give narrower contexts to contexts(…)");
        }
    }

    /** An owner, whose context ends at the innermost id. */
    static Owner of(IsolationContext context, Map<Dimension, String> ids) {
        List<String> outer = new ArrayList<>();
        for (Dimension dimension : Dimension.values()) {
            boolean within = ids.keySet().stream().anyMatch(inner -> inner.compareTo(dimension) >= 0);
            if (within) {
                outer.add(ids.getOrDefault(dimension, context.id(dimension).orElse("")));
            }
        }
        return new Owner(
                outer.isEmpty() || outer.contains("") ? context : DefaultContexts.context(outer), Map.copyOf(ids));
    }

    /** Which of the columns of a table are NULL. */
    Set<Dimension> open(HostTable table) {
        Set<Dimension> open = new LinkedHashSet<>(table.dimensions().keySet());
        open.removeAll(ids.keySet());
        return open;
    }
}
