package org.maibot.isolation.testkit;

import static java.sql.ResultSet.CONCUR_READ_ONLY;
import static java.sql.ResultSet.HOLD_CURSORS_OVER_COMMIT;
import static java.sql.ResultSet.TYPE_FORWARD_ONLY;
import static java.sql.Statement.NO_GENERATED_KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.ContractDatabase.attempt;
import static org.maibot.isolation.testkit.ContractTable.OWNERS;
import static org.maibot.isolation.testkit.ContractTable.body;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/**
 * What {@link IsolatedDataSourceContract} asks of the methods of JDBC that take SQL text: clients use different ones. Those that
 * a driver does not have, or that are refused, do no harm.
 */
final class DataSourceMethods {
    private static final IsolationContext CONTEXT = OWNERS.get(0);

    private static final Map<String, Preparing> PREPARING = Map.of(
            "prepareStatement(sql, keys)",
            (connection, sql) -> connection.prepareStatement(sql, NO_GENERATED_KEYS),
            "prepareStatement(sql, places of keys)",
            (connection, sql) -> connection.prepareStatement(sql, new int[] {1}),
            "prepareStatement(sql, names of keys)",
            (connection, sql) -> connection.prepareStatement(sql, keys()),
            "prepareStatement(sql, type, concurrency)",
            (connection, sql) -> connection.prepareStatement(sql, TYPE_FORWARD_ONLY, CONCUR_READ_ONLY),
            "prepareStatement(sql, type, concurrency, holdability)",
            (connection, sql) ->
                    connection.prepareStatement(sql, TYPE_FORWARD_ONLY, CONCUR_READ_ONLY, HOLD_CURSORS_OVER_COMMIT),
            "prepareCall(sql)",
            Connection::prepareCall);

    private static final Map<String, Creating> CREATING = Map.of(
            "createStatement()",
            Connection::createStatement,
            "createStatement(type, concurrency)",
            connection -> connection.createStatement(TYPE_FORWARD_ONLY, CONCUR_READ_ONLY),
            "createStatement(type, concurrency, holdability)",
            connection -> connection.createStatement(TYPE_FORWARD_ONLY, CONCUR_READ_ONLY, HOLD_CURSORS_OVER_COMMIT));

    private static final Map<String, Executing> EXECUTING = Map.of(
            "execute(sql)", Statement::execute,
            "execute(sql, keys)", (statement, sql) -> statement.execute(sql, NO_GENERATED_KEYS),
            "execute(sql, names of keys)", (statement, sql) -> statement.execute(sql, keys()),
            "executeUpdate(sql)", Statement::executeUpdate,
            "executeUpdate(sql, keys)", (statement, sql) -> statement.executeUpdate(sql, NO_GENERATED_KEYS),
            "executeUpdate(sql, names of keys)", (statement, sql) -> statement.executeUpdate(sql, keys()),
            "executeLargeUpdate(sql)", Statement::executeLargeUpdate,
            "executeLargeUpdate(sql, keys)", (statement, sql) -> statement.executeLargeUpdate(sql, NO_GENERATED_KEYS));

    private DataSourceMethods() {}

    private static String[] keys() {
        return new String[] {"id"};
    }

    /** A way to prepare a statement. */
    private interface Preparing {
        PreparedStatement prepare(Connection connection, String sql) throws SQLException;
    }

    /** A way to create one. */
    private interface Creating {
        Statement create(Connection connection) throws SQLException;
    }

    /** A way to execute one. */
    private interface Executing {
        void execute(Statement statement, String sql) throws SQLException;
    }

    static void queries(ContractDatabase database) throws Exception {
        String sql = database.sql("select body from %s");
        for (Map.Entry<String, Preparing> way : PREPARING.entrySet()) {
            try (Connection connection = database.connect(CONTEXT)) {
                requireOwn(way.getKey(), attempt(() -> {
                    try (PreparedStatement query = way.getValue().prepare(connection, sql)) {
                        return ContractDatabase.bodies(query);
                    }
                }));
            }
        }
        for (Map.Entry<String, Creating> way : CREATING.entrySet()) {
            try (Connection connection = database.connect(CONTEXT)) {
                requireOwn(way.getKey(), attempt(() -> {
                    try (Statement statement = way.getValue().create(connection)) {
                        statement.execute(sql);
                        return ContractDatabase.bodies(statement.getResultSet());
                    }
                }));
            }
        }
    }

    private static void requireOwn(String way, @Nullable List<String> bodies) {
        if (bodies != null) {
            assertThat(bodies).as("read as %s by %s", CONTEXT, way).containsExactly(body(CONTEXT));
        }
    }

    static void updates(ContractDatabase database) throws Exception {
        List<ContractRow> others = database.table().rows(row -> !row.owner().equals(CONTEXT));
        String sql = database.sql("update %s set body = 'changed'");
        for (Map.Entry<String, Executing> way : EXECUTING.entrySet()) {
            for (Map.Entry<String, Creating> creating : CREATING.entrySet()) {
                try (Connection connection = database.connect(CONTEXT)) {
                    attempt(() -> {
                        try (Statement statement = creating.getValue().create(connection)) {
                            way.getValue().execute(statement, sql);
                            return true;
                        } catch (UnsupportedOperationException none) {
                            return false; // JDBC's own for what a driver does not have
                        }
                    });
                }
                assertThat(database.table().rows(row -> !row.owner().equals(CONTEXT)))
                        .as(
                                "rows of others when %s has changed its own by %s of %s",
                                CONTEXT, way.getKey(), creating.getKey())
                        .containsExactlyInAnyOrderElementsOf(others);
            }
        }
    }
}
