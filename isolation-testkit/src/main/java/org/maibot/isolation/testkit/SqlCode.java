package org.maibot.isolation.testkit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One statement: returns its rows, in their order if the statement orders them, its counts, and the keys that it generated.
 *
 * @param key the column of the table that it inserts into for which the database counts values, or null
 * @param seconds after which it is given up, or 0
 */
record SqlCode(
        String sql, List<@Nullable Object> values, @Nullable String key, int seconds)
        implements ScopedCode<SqlCode.Answer> {
    /** Stands between the values of a row, in which it is not. */
    private static final String BETWEEN = "\u001f";

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"|`[^`]*`");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\([^()]*\\)");
    private static final Pattern INSERT =
            Pattern.compile("(?is)^\\s*insert\\s+into\\s+[\"`\\[]?(\\w+)(?!.*\\breturning\\b)");

    private static final Pattern WRITES = Pattern.compile("(?i)\\b(insert|update|delete|replace|merge)\\b");

    private static final Pattern ORDERED = Pattern.compile("(?is)\\border\\s+by\\b");

    /**
     * What a statement has answered.
     *
     * @param counts how many rows it has changed
     * @param rows its rows, and the keys that it generated
     * @param ordered whether the order of the rows is a part of it
     * @param writes whether the statement may write, also if it returns rows
     */
    record Answer(List<Integer> counts, List<String> rows, boolean ordered, boolean writes) {
        boolean isSameAs(Answer other, NewIds ids, NewIds otherIds) {
            return counts.equals(other.counts)
                    && (ordered
                            ? NewIds.areSame(rows, ids, other.rows, otherIds)
                            : NewIds.areSame(ids.sorted(rows), ids, otherIds.sorted(other.rows), otherIds));
        }

        /** All of it, for people. */
        List<String> lines() {
            List<String> lines = new ArrayList<>();
            counts.forEach(count -> lines.add(count + " rows changed"));
            rows.forEach(row -> lines.add("[" + row.replace(BETWEEN, ", ") + "]"));
            return lines;
        }
    }

    static SqlCode of(String sql, List<@Nullable Object> values, Tables tables, int seconds) {
        Matcher insert = INSERT.matcher(sql);
        return new SqlCode(sql, values, insert.find() ? tables.counter(insert.group(1)) : null, seconds);
    }

    @Override
    public Answer run(DataSource dataSource) throws SQLException {
        List<String> rows = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = prepare(connection)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            if (seconds > 0) {
                statement.setQueryTimeout(seconds);
            }
            boolean hasRows = statement.execute();
            while (hasRows || statement.getUpdateCount() >= 0) {
                if (hasRows) {
                    rows.addAll(rows(statement.getResultSet()));
                } else {
                    counts.add(statement.getUpdateCount());
                    if (key != null && statement.getUpdateCount() > 0) {
                        rows.addAll(rows(statement.getGeneratedKeys()));
                    }
                }
                hasRows = statement.getMoreResults();
            }
        }
        return new Answer(counts, rows, isOrdered(), WRITES.matcher(unquoted()).find());
    }

    private PreparedStatement prepare(Connection connection) throws SQLException {
        return key == null ? connection.prepareStatement(sql) : connection.prepareStatement(sql, new String[] {key});
    }

    private List<String> rows(ResultSet rows) throws SQLException {
        List<String> lines = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.add(text(rows, i));
            }
            lines.add(String.join(BETWEEN, row));
        }
        return lines;
    }

    /** Numbers as the driver's objects tell them: PostgreSQL's driver changes their text once it has prepared a statement. */
    private static String text(ResultSet rows, int column) throws SQLException {
        Object value = Table.value(rows, column);
        if (value instanceof Array array) {
            return Arrays.deepToString((@Nullable Object[]) array.getArray());
        }
        boolean isOther = rows.getMetaData().getColumnType(column) == Types.OTHER;
        return value != null && (isOther || value instanceof Number) ? value.toString() : Table.text(rows, column);
    }

    private String unquoted() {
        return QUOTED.matcher(sql).replaceAll("x");
    }

    private boolean isOrdered() {
        String rest = unquoted();
        String outer = rest;
        do {
            rest = outer;
            outer = IN_BRACKETS.matcher(rest).replaceAll("x");
        } while (!outer.equals(rest));
        return ORDERED.matcher(outer).find();
    }
}
