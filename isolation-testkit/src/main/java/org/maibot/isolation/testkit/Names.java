package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.maibot.isolation.testkit.Vocabulary.Column;
import org.maibot.isolation.testkit.Vocabulary.Sort;

/**
 * What an expression can name.
 *
 * @param sources the tables and queries around it, innermost first
 * @param ctes the common table expressions, by their names
 */
record Names(List<Source> sources, Map<String, List<Column>> ctes) {
    /**
     * A table or query in a FROM clause.
     *
     * @param samples values that stand in its columns
     */
    record Source(String alias, List<Column> columns, Map<String, List<String>> samples) {}

    /** A column of one of the sources. */
    record Reference(Source source, Column column) {
        List<String> samples() {
            return source.samples().getOrDefault(column.name(), List.of());
        }
    }

    static Names none() {
        return new Names(List.of(), Map.of());
    }

    Names plus(List<Source> inner) {
        List<Source> all = new ArrayList<>(inner);
        all.addAll(sources);
        return new Names(all, ctes);
    }

    Names plusCte(String name, List<Column> columns) {
        Map<String, List<Column>> all = new HashMap<>(ctes);
        all.put(name, columns);
        return new Names(sources, all);
    }

    /** Without the sources around it: what stands in a FROM clause does not see them. */
    Names inFrom() {
        return new Names(List.of(), ctes);
    }

    /** The columns of a sort. */
    List<Reference> columns(Sort sort) {
        return references().stream()
                .filter(reference -> reference.column().sort() == sort)
                .toList();
    }

    List<Reference> references() {
        return sources.stream()
                .flatMap(source -> source.columns().stream().map(column -> new Reference(source, column)))
                .toList();
    }
}
