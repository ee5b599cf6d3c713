package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.testkit.ColumnValues.Mark;
import org.maibot.isolation.testkit.ColumnValues.Option;
import org.maibot.isolation.testkit.HostTable.ForeignKey;

/**
 * A row to be planted.
 *
 * @param values by their columns; those left out are not there
 * @param tokens the columns in which they are
 * @param promised the keys of rows to which it refers, and that are still to be planted
 */
record SeedRow(
        HostTable table,
        Map<String, @Nullable Object> values,
        Map<String, String> tokens,
        Map<ForeignKey, Map<String, Object>> promised) {
    /** A value that is that of another column of the row. */
    record CopyOf(String column) {}

    static SeedRow of(HostTable table) {
        return new SeedRow(table, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /** Gives a column the value of an option, unless that leaves it out. */
    void put(String column, Option option, Draw draw) {
        Object value = option.value(draw);
        if (value != Mark.LEFT_OUT) {
            values.put(column, value);
            draw.drawn().forEach(token -> tokens.put(token, column));
        }
    }

    /** Inserts it, or tells why the database does not take it and leaves the transaction as it was. */
    Optional<Refused> insertInto(Connection connection) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (PreparedStatement statement = connection.prepareStatement(sql())) {
            int place = 1;
            for (Object value : values.values()) {
                bind(statement, place++, value, table.family());
            }
            statement.executeUpdate();
            connection.releaseSavepoint(before);
            return Optional.empty();
        } catch (SQLException e) {
            connection.rollback(before);
            return Optional.of(Refused.of(e));
        }
    }

    private String sql() {
        List<String> names = new ArrayList<>();
        values.keySet().forEach(column -> names.add(table.family().quote(column)));
        String into = "insert into " + table.family().quote(table.name());
        if (names.isEmpty()) {
            return into + (table.family() == Family.MYSQL ? " () values ()" : " default values");
        }
        return into + " (" + String.join(", ", names) + ")"
                + (table.family() == Family.POSTGRESQL ? " overriding system value" : "")
                + " values (" + names.stream().map(name -> "?").collect(Collectors.joining(", ")) + ")";
    }

    /** Binds a value; on PostgreSQL as text, which it reads as the column's type. */
    static void bind(PreparedStatement statement, int place, @Nullable Object value, Family family)
            throws SQLException {
        if (value instanceof byte[] bytes) {
            statement.setBytes(place, bytes);
        } else if (family == Family.POSTGRESQL && (value instanceof CharSequence || value instanceof Number)) {
            statement.setObject(place, value.toString(), Types.OTHER);
        } else if (family == Family.POSTGRESQL && value == null) {
            statement.setNull(place, Types.NULL);
        } else {
            statement.setObject(place, value);
        }
    }
}
