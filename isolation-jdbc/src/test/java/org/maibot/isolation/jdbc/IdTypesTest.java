package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maibot.isolation.IsolationContext;

/** Ids are kept exactly in columns of other types than text, or refused. */
class IdTypesTest {

    @ParameterizedTest
    @CsvSource({
        "SQLITE, integer, 42, 042",
        "POSTGRESQL_18, integer, 42, 4.2e1",
        "POSTGRESQL_18, integer, -7, 2147483648",
        "POSTGRESQL_18, bigint, 9223372036854775807, 9223372036854775808",
        "POSTGRESQL_18, uuid, 00000000-0000-4000-8000-00000000000a, 00000000-0000-4000-8000-00000000000A",
        "POSTGRESQL_18, varchar(4), acme, acme2",
        "MYSQL, int unsigned, 42, -5",
        "MYSQL, varchar(4), acme, acme2",
        "MYSQL, char(36), 00000000-0000-4000-8000-00000000000a, 'x '",
        "MARIADB, smallint, 42, 32768",
        "MARIADB, uuid, 00000000-0000-4000-8000-00000000000a, acme"
    })
    void areStoredAndFoundOrRefused(TestDatabase kind, String type, String id, String other) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            execute(database, "create table t (tenant_id " + type + " not null, id bigint not null)");
            try (Isolation isolation = Isolation.builder()
                    .dataSource(database.dataSource())
                    .createSchema(false)
                    .open()) {
                assertThat(insertAndCount(isolation, IsolationContext.of(id))).isEqualTo(1);
                assertThatThrownBy(() -> insertAndCount(isolation, IsolationContext.of(other)))
                        .isInstanceOf(SQLException.class)
                        .extracting(refusal -> ((SQLException) refusal).getSQLState())
                        .isEqualTo("42501");
            }
            assertThat(all(database)).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE, text collate nocase, insert or replace into kv (k) values ('c')",
        "MYSQL, varchar(128) collate utf8mb4_0900_ai_ci, replace into kv (k) values ('c')",
        "MYSQL, varchar(128) collate utf8mb4_0900_ai_ci, insert into kv (k) values ('c') on duplicate key update k = 'd'",
        "MARIADB, varchar(128) collate utf8mb4_general_ci, replace into kv (k) values ('c')"
    })
    void keysThatConfuseIdsKeepNoScopesApart(TestDatabase kind, String type, String upsert) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            execute(
                    database,
                    "create table kv (tenant_id " + type + " not null, k varchar(10) not null,"
                            + " primary key (tenant_id, k))");
            execute(database, "insert into kv values ('acme', 'c')");
            try (Isolation isolation = Isolation.builder()
                            .dataSource(database.dataSource())
                            .createSchema(false)
                            .open();
                    Connection connection =
                            isolation.dataSource(IsolationContext.of("ACME")).getConnection()) {
                assertThatThrownBy(() -> connection.prepareStatement(upsert)).isInstanceOf(SQLException.class);
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("select * from kv")) {
                    assertThat(rows.next()).isFalse();
                }
            }
        }
    }

    private static int insertAndCount(Isolation isolation, IsolationContext context) throws SQLException {
        try (Connection connection = isolation.dataSource(context).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("insert into t (id) values (1)");
            try (ResultSet count = statement.executeQuery("select count(*) from t")) {
                count.next();
                return count.getInt(1);
            }
        }
    }

    private static List<String> all(FreshDatabase database) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select tenant_id from t")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private static void execute(FreshDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
