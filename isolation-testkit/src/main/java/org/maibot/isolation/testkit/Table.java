package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.testkit.Snapshot.Row;

/**
 * A table of the host's.
 *
 * @param family which names it quotes
 * @param columns those that take values, in their order
 * @param values expressions that have the values of these, each as exact as its text can tell it
 * @param dimensions its isolation columns
 * @param nullIsWider the dimensions whose column is NULL in rows of the wider level
 * @param counter the column for which the database counts values, or null
 * @param made the columns for which it makes a value anew, such as a time, if none is given
 * @param references the columns of foreign keys
 */
record Table(
        Family family,
        String name,
        List<String> columns,
        String values,
        Map<Dimension, String> dimensions,
        Set<Dimension> nullIsWider,
        @Nullable String counter,
        List<String> made,
        Set<String> references) {
    /** Stands for NULL, and is no text that anybody writes. */
    static final String NULL = "\u2400";

    private static final Pattern ID = Pattern.compile("(?i)(id|key|nr|no|number|ref)$");
    private static final Set<Integer> TIMES =
            Set.of(Types.DATE, Types.TIME, Types.TIMESTAMP, Types.TIME_WITH_TIMEZONE, Types.TIMESTAMP_WITH_TIMEZONE);

    /** Whether a column may hold the id of a row, whether or not it is declared to. */
    boolean isReference(String column) {
        return !dimensions.containsValue(column)
                && (column.equals(counter)
                        || references.contains(column)
                        || ID.matcher(column).find());
    }

    private String query() {
        return "select " + values + " from " + family.quote(name);
    }

    List<Row> rows(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement =
                        connection.createStatement(); // what is prepared, PostgreSQL's driver may read as binary
                ResultSet row = statement.executeQuery(query())) {
            while (row.next()) {
                rows.add(row(row));
            }
        }
        return rows;
    }

    private Row row(ResultSet row) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            values.put(columns.get(i), text(row, i + 1));
        }
        Map<Dimension, String> owner = new LinkedHashMap<>();
        for (Map.Entry<Dimension, String> column : dimensions.entrySet()) {
            String id = row.getString(columns.indexOf(column.getValue()) + 1);
            if (id != null) {
                owner.put(column.getKey(), id);
            }
        }
        return new Row(name, owner, List.copyOf(dimensions.keySet()), nullIsWider, values);
    }

    /** A value as text that is the same for the same value. */
    static String text(ResultSet row, int column) throws SQLException {
        String text = value(row, column) instanceof byte[] bytes
                ? "x'" + HexFormat.of().formatHex(bytes) + "'"
                : row.getString(column);
        return text == null ? NULL : text;
    }

    /** A value as an object of the driver's, but times as text: MySQL and PostgreSQL have some that are no object's. */
    static @Nullable Object value(ResultSet row, int column) throws SQLException {
        return TIMES.contains(row.getMetaData().getColumnType(column)) ? row.getString(column) : row.getObject(column);
    }

    /** Copies rows to a table of the same columns. */
    void copy(Connection from, Connection to, Predicate<Row> which) throws SQLException {
        String insert = "insert into " + family.quote(name) + " ("
                + columns.stream().map(family::quote).collect(Collectors.joining(", ")) + ")"
                + (family == Family.POSTGRESQL ? " overriding system value" : "") + " values ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
        try (Statement query = from.createStatement();
                ResultSet row = query.executeQuery(query());
                PreparedStatement statement = to.prepareStatement(insert)) {
            while (row.next()) {
                if (which.test(row(row))) {
                    for (int i = 1; i <= columns.size(); i++) {
                        set(statement, i, row);
                    }
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    /**
     * Copies a value as its text, since objects lose parts of it: PostgreSQL takes a text for a value of whatever type if it is
     * not told which, MySQL and MariaDB convert it.
     */
    private void set(PreparedStatement statement, int place, ResultSet row) throws SQLException {
        Object value = family == Family.SQLITE ? row.getObject(place) : value(row, place);
        if (value == null || family == Family.SQLITE || value instanceof byte[]) {
            statement.setObject(place, value);
        } else if (family == Family.POSTGRESQL) {
            statement.setObject(place, row.getString(place), Types.OTHER);
        } else if (value instanceof Boolean) {
            statement.setLong(place, row.getLong(place)); // tinyint(1) holds other numbers too
        } else {
            statement.setString(place, row.getString(place));
        }
    }
}
