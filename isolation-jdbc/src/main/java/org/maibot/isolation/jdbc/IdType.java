package org.maibot.isolation.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The types of isolation columns. An id is converted to them exactly, or refused. */
enum IdType {
    TEXT,
    /** Text of a fixed length: spaces at its end are not kept. */
    PADDED,
    /** A column without a type, whose values are compared as text. */
    UNTYPED,
    SMALLINT(Short.MIN_VALUE, Short.MAX_VALUE),
    INTEGER(Integer.MIN_VALUE, Integer.MAX_VALUE),
    BIGINT(Long.MIN_VALUE, Long.MAX_VALUE),
    UNSIGNED_SMALLINT(0, 0xFFFF),
    UNSIGNED_INTEGER(0, 0xFFFF_FFFFL),
    /** As far as 63 bits go. */
    UNSIGNED_BIGINT(0, Long.MAX_VALUE),
    /** The type uuid of the database. */
    UUID,
    /** A text column that is declared to hold UUIDs. */
    UUID_TEXT;

    private final long min;
    private final long max;

    IdType() {
        this(0, 0);
    }

    IdType(long min, long max) {
        this.min = min;
        this.max = max;
    }

    /** Binds a value of this type. */
    static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else {
            statement.setObject(index, value);
        }
    }

    /** The value of an id in a column of this type; refuses an id that is not one. */
    Object value(String id) {
        return switch (this) {
            case TEXT, UNTYPED -> id;
            case PADDED -> unpadded(id);
            case SMALLINT, INTEGER, BIGINT, UNSIGNED_SMALLINT, UNSIGNED_INTEGER, UNSIGNED_BIGINT -> number(id);
            case UUID -> uuid(id);
            case UUID_TEXT -> uuid(id).toString();
        };
    }

    private String unpadded(String id) {
        if (id.endsWith(" ")) {
            throw Refusal.notConvertible(this, null);
        }
        return id;
    }

    /** Whether a value that a statement gives is an id. */
    boolean is(String id, @Nullable Object given) {
        if (given instanceof BigDecimal number) {
            return id.equals(number.toPlainString());
        }
        boolean comparable = given instanceof String
                || given instanceof UUID
                || given instanceof Character
                || given instanceof Long
                || given instanceof Integer
                || given instanceof Short
                || given instanceof Byte
                || given instanceof BigInteger;
        return comparable && id.equals(String.valueOf(given));
    }

    private long number(String id) {
        try {
            long number = Long.parseLong(id);
            if (number >= min && number <= max && Long.toString(number).equals(id)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Refusal.notConvertible(this, e);
        }
        throw Refusal.notConvertible(this, null);
    }

    private UUID uuid(String id) {
        try {
            UUID uuid = java.util.UUID.fromString(id);
            if (uuid.toString().equals(id)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            throw Refusal.notConvertible(this, e);
        }
        throw Refusal.notConvertible(this, null);
    }
}
