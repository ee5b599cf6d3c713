package org.maibot.isolation.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.impl.DefaultConfiguration;
import org.maibot.isolation.IsolationContext;

/** A way for SQL into a runtime. */
interface SqlDoor {
    /** The rows of a query, each as the texts of its columns. */
    List<List<String>> rows(IsolationContext context, String sql, Object... values) throws Exception;

    /** Executes a statement; returns how many rows it changed. */
    int execute(IsolationContext context, String sql, Object... values) throws Exception;

    /** Executes a statement for several rows of values; returns how many rows it changed. */
    int batch(IsolationContext context, String sql, Object[][] values) throws Exception;

    /** All doors of a runtime for SQL. */
    static List<SqlDoor> of(Isolation isolation) {
        Configuration host = new DefaultConfiguration()
                .set(isolation.rawDataSource())
                .set(isolation.rules().syntax().family().dialect())
                .set(new IsolationVisitListener(isolation.rules(), IsolationContext::requireCurrent));
        return List.of(
                new Jooq(isolation::dsl),
                new Jooq(context -> host.dsl()),
                new Jdbc(isolation::dataSource),
                new Jdbc(context -> isolation.dataSource()));
    }

    /** jOOQ. Batches are of several statements: values of one cannot be bound by a listener. */
    record Jooq(Function<IsolationContext, DSLContext> dsl) implements SqlDoor {
        @Override
        public List<List<String>> rows(IsolationContext context, String sql, Object... values) throws Exception {
            return context.call(() -> dsl.apply(context).fetch(sql, values).stream()
                    .map(row ->
                            Arrays.stream(row.intoArray()).map(String::valueOf).toList())
                    .toList());
        }

        @Override
        public int execute(IsolationContext context, String sql, Object... values) throws Exception {
            return context.call(() -> dsl.apply(context).execute(sql, values));
        }

        @Override
        public int batch(IsolationContext context, String sql, Object[][] values) throws Exception {
            return context.call(() -> {
                DSLContext jooq = dsl.apply(context);
                return Arrays.stream(jooq.batch(Arrays.stream(values)
                                        .map(row -> jooq.query(sql, row))
                                        .toList())
                                .execute())
                        .sum();
            });
        }
    }

    /** JDBC. */
    record Jdbc(Function<IsolationContext, DataSource> dataSources) implements SqlDoor {
        /** What is done with a statement. */
        private interface Work<T> {
            T with(PreparedStatement statement) throws SQLException;
        }

        private <T> T call(IsolationContext context, String sql, Work<T> work) throws Exception {
            return context.call(() -> {
                try (Connection connection = dataSources.apply(context).getConnection();
                        PreparedStatement statement = connection.prepareStatement(sql)) {
                    return work.with(statement);
                }
            });
        }

        private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
        }

        @Override
        public List<List<String>> rows(IsolationContext context, String sql, Object... values) throws Exception {
            return call(context, sql, statement -> {
                bind(statement, values);
                List<List<String>> all = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        List<String> row = new ArrayList<>();
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            row.add(rows.getString(i));
                        }
                        all.add(row);
                    }
                }
                return all;
            });
        }

        @Override
        public int execute(IsolationContext context, String sql, Object... values) throws Exception {
            return call(context, sql, statement -> {
                bind(statement, values);
                return statement.executeUpdate();
            });
        }

        @Override
        public int batch(IsolationContext context, String sql, Object[][] values) throws Exception {
            return call(context, sql, statement -> {
                for (Object[] row : values) {
                    bind(statement, row);
                    statement.addBatch();
                }
                return Arrays.stream(statement.executeBatch()).sum();
            });
        }
    }
}
