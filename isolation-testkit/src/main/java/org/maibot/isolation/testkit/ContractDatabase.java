package org.maibot.isolation.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;

/**
 * What the tests of a contract work on.
 *
 * @param table with a row of each hostile context
 * @param scoped gives the data sources that the contract is about
 * @param refusal asserts that code is refused
 */
record ContractDatabase(ContractTable table, ScopedDataSources scoped, Refusal refusal) {
    /** Asserts that code is refused. */
    interface Refusal {
        void check(ThrowingCallable code);
    }

    /** A confined connection. */
    Connection connect(IsolationContext context) throws Exception {
        return scoped.of(context).getConnection();
    }

    /** The SQL text for a table whose name stands as {@code %s}. */
    String sql(String text) {
        return text.replace("%s", table.name());
    }

    /** The bodies that a query shows, told as {@link ContractTable#body} does. */
    List<String> bodies(Connection connection, String text, Object... values) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql(text))) {
            return bodies(query, values);
        }
    }

    /** The bodies that a query shows with these values. */
    static List<String> bodies(PreparedStatement query, Object... values) throws SQLException {
        bind(query, values);
        try (ResultSet row = query.executeQuery()) {
            return bodies(row);
        }
    }

    /** The bodies in the first column of the rest of the rows. */
    static List<String> bodies(ResultSet row) throws SQLException {
        List<String> bodies = new ArrayList<>();
        while (row.next()) {
            String stored = row.getString(1);
            bodies.add(stored == null ? "none" : ContractTable.told(stored));
        }
        return bodies;
    }

    /** Executes what is no query, in a transaction of its own; returns how many rows it wrote. */
    int update(IsolationContext context, String text, Object... values) throws Exception {
        try (Connection connection = connect(context)) {
            return update(connection, text, values);
        }
    }

    /** Executes what is no query; returns how many rows it wrote. */
    int update(Connection connection, String text, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql(text))) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Asserts that what is no query is refused. */
    void requireRefused(IsolationContext context, String text, Object... values) {
        refusal.check(() -> update(context, text, values));
    }

    /** Does what may be refused and may be done, as long as it does no harm. Returns what it gave, or null if it was refused. */
    static <T> @Nullable T attempt(Callable<T> code) throws Exception {
        try {
            return code.call();
        } catch (SQLException | IsolationViolationException refused) {
            return null; // does no harm
        }
    }

    /** The ids of a context, and an id and a body. */
    static Object[] values(IsolationContext owner, long id, String body) {
        List<Object> values = new ArrayList<>(ContractTable.ids(owner));
        values.add(id);
        values.add(body);
        return values.toArray();
    }
}
