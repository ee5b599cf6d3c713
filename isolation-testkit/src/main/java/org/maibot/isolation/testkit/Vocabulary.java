package org.maibot.isolation.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What statements are grown of: the tables and views of a schema, with values that stand in them, those of others too.
 *
 * @param family the kind of database
 * @param mariaDb whether it is MariaDB
 * @param tables what statements read
 */
record Vocabulary(Family family, boolean mariaDb, List<Noun> tables) {
    /** What can be done with the values of a column. */
    enum Sort {
        NUMBER,
        TEXT,
        /** Only to be selected, and to be left as it is. */
        OTHER
    }

    /** A column of something in a FROM clause. */
    record Column(String name, Sort sort) {}

    /**
     * A table or view.
     *
     * @param samples values that stand in its columns, also in rows of others
     * @param writing how its rows are written, or null for what is only read
     */
    record Noun(
            String name,
            List<Column> columns,
            Map<String, List<String>> samples,
            @Nullable Writing writing) {}

    /**
     * How rows of a table are written.
     *
     * @param rows those that its context may write, by their columns
     * @param required the columns that a new row needs; without those of the context
     * @param free the columns whose values nothing restricts
     * @param keys the unique keys that hold the context's columns, each without those
     * @param fixed the columns that keep to values of the context's own rows, as foreign keys and checks want
     * @param fresh the columns whose values are to be new
     * @param scope the context's columns, with its ids
     */
    record Writing(
            List<Map<String, String>> rows,
            List<Column> required,
            List<Column> free,
            List<List<String>> keys,
            Set<String> fixed,
            Set<String> fresh,
            Map<String, String> scope) {}

    /** The tables whose rows statements write. */
    List<Noun> written() {
        return tables.stream().filter(table -> table.writing() != null).toList();
    }
}
