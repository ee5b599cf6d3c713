package org.maibot.isolation.query;

import static java.time.temporal.ChronoUnit.MICROS;
import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** Checks of values that are to be stored. */
final class Values {
    private static final int MAX_ID = 128;
    private static final long MAX_TOKENS = 1_000_000_000_000L;
    private static final Instant EARLIEST = Instant.EPOCH.plus(Long.MIN_VALUE, MICROS);
    private static final Instant LATEST = Instant.EPOCH.plus(Long.MAX_VALUE, MICROS);

    private Values() {}

    static void requireId(String id, String name) {
        requireStorable(id, name);
        int length = id.codePointCount(0, id.length());
        if (length < 1 || length > MAX_ID) {
            throw new IllegalArgumentException(name + " has " + length + " characters; give 1 to " + MAX_ID);
        }
    }

    /** Text that every database can hold: Unicode without the character U+0000. */
    static void requireStorable(String text, String name) {
        requireNonNull(text, name);
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (codePoint == 0 || Character.getType(codePoint) == Character.SURROGATE) {
                throw new IllegalArgumentException(String.format(
                        "%s holds U+%04X at index %d, which not every database can store; remove it",
                        name, codePoint, i));
            }
        }
    }

    static void requireStorable(Instant time, String name) {
        if (requireNonNull(time, name).isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException(name + " is further from 1970 than 64 bits of microseconds reach");
        }
    }

    /** A number of tokens that millions of others can be added to. */
    static void requireTokens(long value, String name) {
        if (value < 0 || value > MAX_TOKENS) {
            throw new IllegalArgumentException(name + " is " + value + "; give 0 to " + MAX_TOKENS);
        }
    }
}
