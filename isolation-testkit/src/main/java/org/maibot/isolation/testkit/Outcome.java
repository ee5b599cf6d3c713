package org.maibot.isolation.testkit;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * What code has returned or thrown.
 *
 * @param value what it returned, or null
 * @param failure what it threw, or null
 */
record Outcome(@Nullable Object value, @Nullable Exception failure) {
    static Outcome of(@Nullable Object value) {
        return new Outcome(value, null);
    }

    static Outcome failed(Exception failure) {
        return new Outcome(null, failure);
    }

    /** Whether two came to the same: both failed, or returned equal values. */
    boolean isSameAs(Outcome other) {
        if (failure != null || other.failure != null) {
            return failure != null && other.failure != null;
        }
        Object mine = plain(value);
        Object others = plain(other.value);
        return mine == null
                ? others == null
                : mine.equals(others) || (!(mine instanceof List<?>) && areEqualByFields(mine, others));
    }

    private static boolean areEqualByFields(Object value, @Nullable Object other) {
        try {
            Assertions.assertThat(value).usingRecursiveComparison().isEqualTo(other);
            return true;
        } catch (AssertionError different) {
            return false;
        }
    }

    /** Whether the lines tell all that was returned: they do of text, numbers and the like, and of lists of these. */
    boolean isToldByLines() {
        return failure == null && isPlain(plain(value));
    }

    private static boolean isPlain(@Nullable Object value) {
        return value == null
                || value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || (value instanceof List<?> values && values.stream().allMatch(Outcome::isPlain));
    }

    /** The rows of what was returned, as text, or the value as the only one. */
    List<String> lines() {
        if (failure != null) {
            return List.of(failure.toString());
        }
        return plain(value) instanceof List<?> rows
                ? rows.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Record row) {
            return plain(row.intoList());
        }
        if (value instanceof Collection<?> values) {
            List<@Nullable Object> plain = new ArrayList<>();
            values.forEach(element -> plain.add(plain(element)));
            return plain;
        }
        if (value != null && value.getClass().isArray()) {
            List<@Nullable Object> plain = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                plain.add(plain(Array.get(value, i)));
            }
            return plain;
        }
        return value;
    }
}
