package org.maibot.isolation.jdbc;

import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The types of isolation columns. An id is converted to them exactly, or refused. */
enum IdType {
    TEXT,
    /** A column without a type, whose values are compared as text. */
    UNTYPED,
    /** Of 16 bits. */
    SMALLINT,
    /** Of 32 bits. */
    INTEGER,
    /** Of 64 bits. */
    BIGINT,
    /** The type uuid of the database. */
    UUID,
    /** A text column that is declared to hold UUIDs. */
    UUID_TEXT;

    /** Binds an id. */
    void bind(PreparedStatement statement, int index, String id) throws SQLException {
        switch (this) {
            case TEXT, UNTYPED -> statement.setString(index, id);
            case SMALLINT, INTEGER, BIGINT -> statement.setLong(index, number(id));
            case UUID -> statement.setObject(index, uuid(id));
            case UUID_TEXT -> statement.setString(index, uuid(id).toString());
        }
    }

    /** The value of an id in a column of this type; refuses an id that is not one. */
    Object value(String id) {
        return switch (this) {
            case TEXT, UNTYPED -> id;
            case SMALLINT, INTEGER, BIGINT -> number(id);
            case UUID -> uuid(id);
            case UUID_TEXT -> uuid(id).toString();
        };
    }

    /** Whether a value that a statement gives is an id. */
    boolean is(String id, @Nullable Object given) {
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
            boolean fits = this == BIGINT
                    || (this == INTEGER && number == (int) number)
                    || (this == SMALLINT && number == (short) number);
            if (fits && Long.toString(number).equals(id)) {
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
