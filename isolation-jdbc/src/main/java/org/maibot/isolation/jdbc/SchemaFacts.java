package org.maibot.isolation.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the catalog of a database says beyond its tables' columns; names of tables and columns are folded. */
record SchemaFacts(
        List<StoredColumn> columns,
        List<Index> indexes,
        List<ForeignKey> foreignKeys,
        List<Hook> hooks,
        List<View> views) {
    /**
     * A column of a table that can have an index of its own.
     *
     * @param maxLength in characters, or null if there is no limit
     * @param flaw how the type changes ids, or null if it does not
     */
    record StoredColumn(
            LiveSchema.Key table,
            String column,
            boolean nullable,
            @Nullable Integer maxLength,
            @Nullable String flaw) {}

    /**
     * An index.
     *
     * @param name null if it has none of its own
     * @param searchable whether any row is found through it
     */
    record Index(
            LiveSchema.Key table, @Nullable String name, boolean unique, boolean searchable, List<IndexPart> parts) {}

    /**
     * A column of an index.
     *
     * @param column null for an expression
     * @param whole whether the index holds all of the value
     * @param exact whether the index takes no two texts for the same
     */
    record IndexPart(@Nullable String column, boolean whole, boolean exact) {}

    /**
     * A foreign key.
     *
     * @param name null if it has none
     */
    record ForeignKey(
            LiveSchema.Key table,
            @Nullable String name,
            LiveSchema.Key parent,
            String onDelete,
            String onUpdate,
            List<Reference> references) {}

    /**
     * A pair of columns of a foreign key.
     *
     * @param unset whether SET NULL and SET DEFAULT upon a deletion are about this column
     */
    record Reference(String column, String parentColumn, boolean unset) {}

    /**
     * What runs when a table is written to.
     *
     * @param kind trigger or rule
     */
    record Hook(LiveSchema.Key table, String kind, String name) {}

    /**
     * A view, and a table that it reads.
     *
     * @param source null if it reads none
     * @param ownerRights whether it reads with its owner's rights
     */
    record View(LiveSchema.Key view, LiveSchema.@Nullable Key source, boolean ownerRights) {}
}
