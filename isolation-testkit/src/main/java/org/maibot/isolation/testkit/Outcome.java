package org.maibot.isolation.testkit;

import java.lang.reflect.Array;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.RecursiveComparisonAssert;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.testkit.SqlCode.Answer;

/**
 * What code has returned or thrown.
 *
 * @param value what it returned, or null
 * @param failure what it threw, or null
 */
record Outcome(@Nullable Object value, @Nullable Exception failure) {
    /** The types of what databases count or make. */
    private static final List<Class<?>> COUNTED_OR_MADE = List.of(
            Long.class,
            Integer.class,
            String.class,
            UUID.class,
            Timestamp.class,
            Instant.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class);

    static Outcome of(@Nullable Object value) {
        return new Outcome(value, null);
    }

    static Outcome failed(Exception failure) {
        return new Outcome(null, failure);
    }

    /**
     * Whether two came to the same: both failed, or returned equal values. Numbers that the databases have counted are equal
     * if they have the same names.
     */
    boolean isSameAs(Outcome other, NewIds ids, NewIds otherIds) {
        if (failure != null || other.failure != null) {
            return (failure == null) == (other.failure == null);
        }
        if (value instanceof Answer answer && other.value instanceof Answer otherAnswer) {
            return answer.isSameAs(otherAnswer, ids, otherIds);
        }
        Object mine = plain(value);
        Object others = plain(other.value);
        if (mine == null || others == null || mine.equals(others)) {
            return Objects.equals(mine, others);
        }
        boolean plain = isPlain(mine) && isPlain(others);
        return plain // in whatever order: without ORDER BY it is the plan's
                ? NewIds.areSame(ids.sorted(lines()), ids, otherIds.sorted(other.lines()), otherIds)
                : areEqualByFields(mine, others, (id, otherId) -> NewIds.areSame(id, ids, otherId, otherIds));
    }

    private static boolean areEqualByFields(Object value, Object other, BiPredicate<Object, Object> sameId) {
        try {
            RecursiveComparisonAssert<?> comparison =
                    Assertions.assertThat(value).usingRecursiveComparison().ignoringCollectionOrder();
            for (Class<?> type : COUNTED_OR_MADE) {
                comparison = comparison.withEqualsForType(sameId, type);
            }
            comparison.isEqualTo(other);
            return true;
        } catch (AssertionError different) {
            return false;
        }
    }

    /** Whether it was given up for its time. PostgreSQL tells it by an SQLSTATE alone. */
    boolean isGivenUp() {
        return failure instanceof SQLTimeoutException
                || (failure instanceof SQLException error && "57014".equals(error.getSQLState()));
    }

    /** What it has thrown says, with its causes; empty if nothing. */
    String failureText() {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : ", caused by ").append(cause);
        }
        return text.toString();
    }

    /** Whether lines tell all of a value: they do of text, numbers and the like, and of lists of these. */
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
        if (value instanceof Answer answer) {
            return answer.lines();
        }
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
