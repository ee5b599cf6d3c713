package org.maibot.isolation.jdbc;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The condition that a text contains another. */
final class SearchText {
    private SearchText() {}

    static Condition in(Field<String> column, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The text to search for is empty");
        }
        return DSL.position(DSL.lower(column), DSL.lower(DSL.val(text))).gt(0); // LIKE bounds the length of its pattern
    }
}
