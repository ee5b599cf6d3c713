package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the value of one column in one row is made of. For one row.
 *
 * @param number another one for each row of all tables
 * @param ordinal which try for a row of the table it is, from 1
 * @param tokens where words come from, or null for a row that is nobody's
 * @param drawn receives them
 */
record Draw(long number, long ordinal, @Nullable Tokens tokens, List<String> drawn) {
    static Draw of(long number, long ordinal, @Nullable Tokens tokens) {
        return new Draw(number, ordinal, tokens, new ArrayList<>());
    }

    /** A new token; in a row that is nobody's a word of the same length that is none. */
    String token() {
        if (tokens == null) {
            return "shared" + Tokens.digits(number, Tokens.LENGTH - "shared".length());
        }
        String token = tokens.next();
        drawn.add(token);
        return token;
    }
}
