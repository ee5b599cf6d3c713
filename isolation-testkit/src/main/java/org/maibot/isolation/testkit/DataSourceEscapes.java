package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.ContractDatabase.attempt;
import static org.maibot.isolation.testkit.ContractTable.OWNERS;
import static org.maibot.isolation.testkit.ContractTable.body;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/** What {@link IsolatedDataSourceContract} asks of statements and methods that lead out of a scope. */
final class DataSourceEscapes {
    private static final IsolationContext CONTEXT = OWNERS.get(0);

    private DataSourceEscapes() {}

    static void severalStatements(ContractDatabase database) throws Exception {
        requireRefused(
                database,
                "delete from %s; select 1",
                "select 1; delete from %s",
                "select body from %s; update %s set body = 'smuggled'",
                "select 1; drop table %s");
    }

    static void definitions(ContractDatabase database) throws Exception {
        requireRefused(
                database,
                "alter table %s add column extra varchar(8)",
                "create index %s_i on %s (body)",
                "truncate table %s",
                "drop table %s");
    }

    static void catalogsAndSettings(ContractDatabase database) throws Exception {
        switch (database.table().family()) {
            case SQLITE ->
                requireRefused(
                        database,
                        "select name from sqlite_master",
                        "pragma database_list",
                        "explain select body from %s",
                        "attach database ':memory:' as elsewhere");
            case POSTGRESQL ->
                requireRefused(
                        database,
                        "select relname from pg_catalog.pg_class",
                        "select table_name from information_schema.tables",
                        "set search_path to pg_catalog",
                        "explain select body from %s",
                        "copy %s to stdout",
                        "do $$ begin delete from %s; end $$");
            case MYSQL ->
                requireRefused(
                        database,
                        "select table_name from information_schema.tables",
                        "show tables",
                        "set @tenant = 'acme'",
                        "use information_schema",
                        "explain select body from %s",
                        "call nothing()");
        }
    }

    private static void requireRefused(ContractDatabase database, String... texts) throws Exception {
        List<ContractRow> before = database.table().rows();
        for (String text : texts) {
            String sql = database.sql(text);
            try (Connection connection = database.connect(CONTEXT);
                    Statement statement = connection.createStatement()) {
                database.refusal().check(() -> statement.execute(sql));
                database.refusal().check(() -> connection.prepareStatement(sql).execute());
                database.refusal().check(() -> {
                    statement.addBatch(sql);
                    statement.executeBatch();
                });
            }
        }
        assertThat(database.table().rows()).containsExactlyInAnyOrderElementsOf(before);
    }

    static void schemasAndCatalogs(ContractDatabase database) throws Exception {
        try (Connection connection = database.connect(CONTEXT)) {
            database.refusal().check(() -> connection.setSchema("elsewhere"));
            database.refusal().check(() -> connection.setCatalog("elsewhere"));
            database.refusal().check(() -> connection.prepareCall("{call nothing()}"));
        }
    }

    /** A way to another connection. */
    private interface Way {
        @Nullable
        Connection lead() throws Exception;
    }

    static void unwrapping(ContractDatabase database) throws Exception {
        DataSource dataSource = database.scoped().of(CONTEXT);
        Class<?> driver = database.table().driversConnection();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement(database.sql("select body from %s"));
                ResultSet rows = prepared.executeQuery()) {
            DatabaseMetaData metaData = connection.getMetaData();
            follow(
                    database,
                    "DataSource",
                    () -> dataSource.unwrap(DataSource.class).getConnection());
            follow(database, "Connection", () -> connection.unwrap(Connection.class));
            follow(database, "the driver's Connection", () -> (Connection) connection.unwrap(driver));
            follow(
                    database,
                    "Statement",
                    () -> statement.unwrap(Statement.class).getConnection());
            follow(
                    database,
                    "PreparedStatement",
                    () -> prepared.unwrap(PreparedStatement.class).getConnection());
            follow(
                    database,
                    "ResultSet",
                    () -> rows.unwrap(ResultSet.class).getStatement().getConnection());
            follow(
                    database,
                    "DatabaseMetaData",
                    () -> metaData.unwrap(DatabaseMetaData.class).getConnection());
        }
    }

    static void parents(ContractDatabase database) throws Exception {
        try (Connection connection = database.connect(CONTEXT);
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement(database.sql("select body from %s"));
                ResultSet rows = prepared.executeQuery()) {
            follow(database, "Statement", statement::getConnection);
            follow(database, "PreparedStatement", prepared::getConnection);
            follow(database, "ResultSet", () -> rows.getStatement().getConnection());
            follow(database, "DatabaseMetaData", () -> connection.getMetaData().getConnection());
        }
    }

    /** A way may be closed, or lead to a connection that is confined too. */
    private static void follow(ContractDatabase database, String from, Way way) throws Exception {
        Connection reached = attempt(way::lead);
        if (reached != null) {
            List<String> bodies = attempt(() -> database.bodies(reached, "select body from %s"));
            if (bodies != null) {
                assertThat(bodies).as("read by what %s leads to", from).containsExactly(body(CONTEXT));
            }
        }
    }

    static void writtenResultSets(ContractDatabase database) throws Exception {
        List<ContractRow> before = database.table().rows();
        String sql = database.sql("select tenant_id, agent_id, platform, chat_stream_id, id, body from %s");
        try (Connection connection = database.connect(CONTEXT)) {
            attempt(() -> {
                try (Statement statement =
                                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE);
                        ResultSet rows = statement.executeQuery(sql)) {
                    rows.next();
                    rows.updateString("tenant_id", "smuggled");
                    rows.updateRow();
                    return true;
                }
            });
        }
        assertThat(database.table().rows()).containsExactlyInAnyOrderElementsOf(before);
    }
}
