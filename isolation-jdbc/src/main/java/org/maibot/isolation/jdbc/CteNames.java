package org.maibot.isolation.jdbc;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The common table expressions that a place in a statement sees.
 *
 * @param names their folded names
 * @param outer those of the statement around it, or null
 */
record CteNames(Set<String> names, @Nullable CteNames outer) {
    static final CteNames NONE = new CteNames(Set.of(), null);

    CteNames plus(Set<String> more) {
        return new CteNames(Set.copyOf(more), this);
    }

    boolean has(String name) {
        return names.contains(name) || (outer != null && outer.has(name));
    }
}
