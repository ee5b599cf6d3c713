package org.maibot.isolation.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a column holds.
 *
 * @param name as the database tells it
 * @param size how many characters or bytes, the greatest number, or the precision; 0 if that is not bounded
 * @param scale of a number
 * @param letters which characters it takes
 * @param choices the values of an enumeration
 * @param template of values that are made of a number or a token, see {@link ColumnValues}; else empty
 * @param element of an array
 */
record HostType(
        Kind kind,
        String name,
        long size,
        int scale,
        Letters letters,
        List<String> choices,
        String template,
        @Nullable HostType element) {
    /** The kinds of value that are told apart. */
    enum Kind {
        TEXT,
        /** Text whose spaces at the end are not kept. */
        PADDED_TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        DATE,
        TIME,
        TIMESTAMP,
        YEAR,
        UUID,
        BYTES,
        BITS,
        JSON,
        CHOICE,
        TEMPLATE,
        ARRAY,
        UNKNOWN
    }

    /** The characters that a text may hold. */
    enum Letters {
        ASCII,
        /** Those of 16 bits. */
        PLANE,
        UNICODE
    }

    static HostType of(Kind kind, String name) {
        return sized(kind, name, 0);
    }

    static HostType sized(Kind kind, String name, long size) {
        return new HostType(kind, name, size, 0, Letters.UNICODE, List.of(), "", null);
    }

    static HostType decimal(String name, long precision, int scale) {
        return new HostType(Kind.DECIMAL, name, precision, scale, Letters.UNICODE, List.of(), "", null);
    }

    static HostType choice(String name, List<String> choices) {
        return new HostType(Kind.CHOICE, name, 0, 0, Letters.UNICODE, List.copyOf(choices), "", null);
    }

    static HostType template(String name, String template) {
        return new HostType(Kind.TEMPLATE, name, 0, 0, Letters.UNICODE, List.of(), template, null);
    }

    static HostType array(String name, HostType element) {
        return new HostType(Kind.ARRAY, name, 0, 0, element.letters, List.of(), "", element);
    }

    HostType with(Letters letters) {
        return new HostType(kind, name, size, scale, letters, choices, template, element);
    }

    boolean isText() {
        return kind == Kind.TEXT || kind == Kind.PADDED_TEXT;
    }

    /** Whether two values that the database takes for the same are the same text, if they are text. */
    boolean isSame(String value, String other) {
        return switch (kind) {
            case TEXT -> value.equals(other);
            case PADDED_TEXT -> value.stripTrailing().equals(other.stripTrailing());
            default -> true;
        };
    }

    /** Whether a value is long enough for a token. */
    boolean holdsToken() {
        return switch (kind) {
            case TEXT, PADDED_TEXT, BYTES -> size == 0 || size >= Tokens.LENGTH;
            case JSON -> true;
            case TEMPLATE -> template.contains("{token}");
            case ARRAY -> element != null && element.holdsToken();
            default -> false;
        };
    }

    /** Whether no value of it can be made. */
    boolean isUnknown() {
        return kind == Kind.UNKNOWN || (element != null && element.isUnknown());
    }
}
