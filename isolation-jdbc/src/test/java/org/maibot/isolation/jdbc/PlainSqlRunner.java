package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.ResultQuery;

/** Runs texts as jOOQ's plain SQL. */
record PlainSqlRunner(DSLContext dsl) implements EscapeRunner {
    /** The column in which jOOQ shows how many rows a statement changed that was to give rows. */
    private static final String COUNT = "UPDATE_COUNT";

    @Override
    public String run(String sql, List<Object> params) throws SQLException {
        return fetch(dsl.resultQuery(sql, params.toArray()));
    }

    /** Whether jOOQ passes a text on as it is: it takes some parts of texts for templates. */
    boolean passes(String sql, List<Object> params) {
        try {
            return dsl.render(dsl.resultQuery(sql, params.toArray())).equals(sql);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The rows of a query, as the database's driver shows them, or the count. */
    static String fetch(ResultQuery<?> query) throws SQLException {
        try (Cursor<?> cursor = query.fetchLazy()) {
            ResultSet rows = requireNonNull(cursor.resultSet());
            boolean isCount = rows.getMetaData().getColumnCount() == 1
                    && rows.getMetaData().getColumnLabel(1).equals(COUNT);
            if (isCount && rows.next()) {
                return rows.getString(1);
            }
            return Answer.rows(rows);
        }
    }
}
