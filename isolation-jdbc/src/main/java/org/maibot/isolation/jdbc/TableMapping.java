package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.maibot.isolation.Dimension;

/**
 * Says which columns of a host's table hold the dimensions. Columns that bear a dimension's canonical name need not be
 * said. Not safe for use by several threads.
 */
public final class TableMapping {
    final Map<Dimension, String> columns = new EnumMap<>(Dimension.class);
    final Set<Dimension> nullIsWider = EnumSet.noneOf(Dimension.class);

    TableMapping() {}

    TableMapping copy() {
        TableMapping copy = new TableMapping();
        copy.columns.putAll(columns);
        copy.nullIsWider.addAll(nullIsWider);
        return copy;
    }

    /** The column that holds the tenant's id. */
    public TableMapping tenant(String column) {
        return column(Dimension.TENANT, column);
    }

    /** The column that holds the agent's id. */
    public TableMapping agent(String column) {
        return column(Dimension.AGENT, column);
    }

    /** The column that holds the platform. */
    public TableMapping platform(String column) {
        return column(Dimension.PLATFORM, column);
    }

    /** The column that holds the chat stream's id. */
    public TableMapping chatStream(String column) {
        return column(Dimension.CHAT_STREAM, column);
    }

    /**
     * Rows in which the column of this dimension is NULL belong to the wider level: every context inside that level
     * sees them, and only contexts that leave the dimension open change them. Without this, only contexts that leave
     * the dimension open see such rows.
     */
    public TableMapping nullBelongsToWiderLevel(Dimension dimension) {
        nullIsWider.add(dimension);
        return this;
    }

    private TableMapping column(Dimension dimension, String column) {
        columns.put(dimension, requireNonNull(column, "column"));
        return this;
    }
}
