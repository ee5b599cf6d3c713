package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;

/** JDBC on guarded connections: callers see their own bind variables and rows, and nothing leads below. */
class GuardedJdbcTest {
    private static final IsolationContext ACME = IsolationContext.of("acme");
    private static final IsolationContext OTHER = IsolationContext.of("other");

    private static void withNotes(TestDatabase kind, OnIsolation test) throws Exception {
        try (FreshDatabase database = kind.fresh()) {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table note (tenant_id varchar(128) not null, id bigint not null,"
                        + " body varchar(200), primary key (tenant_id, id))");
                statement.execute("insert into note values ('acme', 1, 'a1'), ('acme', 2, 'a2'), ('other', 1, 'o1')");
            }
            try (Isolation isolation = Isolation.builder()
                    .dataSource(database.dataSource())
                    .createSchema(false)
                    .open()) {
                test.run(isolation);
            }
        }
    }

    /** What is tested. */
    private interface OnIsolation {
        void run(Isolation isolation) throws Exception;
    }

    private static String bodies(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select body from note order by id")) {
            StringBuilder bodies = new StringBuilder();
            while (rows.next()) {
                bodies.append(rows.getString(1)).append(' ');
            }
            return bodies.toString().strip();
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchesBindTheScopeInEveryRow(TestDatabase kind) throws Exception {
        withNotes(kind, isolation -> {
            try (Connection connection = isolation.dataSource(ACME).getConnection();
                    PreparedStatement insert =
                            connection.prepareStatement("insert into note (id, body) values (?, ?)")) {
                assertThat(insert.getParameterMetaData().getParameterCount()).isEqualTo(2);
                for (long id = 3; id <= 5; id++) {
                    insert.setLong(1, id);
                    insert.setString(2, "a" + id);
                    insert.addBatch();
                    insert.clearParameters();
                }
                assertThat(insert.executeBatch()).hasSize(3);
                insert.setLong(1, 6);
                insert.setString(2, "a6");
                assertThat(insert.executeUpdate()).isEqualTo(1);
                assertThatThrownBy(() -> insert.setLong(3, 1)).isInstanceOf(SQLException.class);
            }
            assertThat(bodies(isolation.dataSource(ACME))).isEqualTo("a1 a2 a3 a4 a5 a6");
            assertThat(bodies(isolation.dataSource(OTHER))).isEqualTo("o1");
        });
    }

    @ParameterizedTest
    @EnumSource
    void statementsExecuteAndBatchTexts(TestDatabase kind) throws Exception {
        withNotes(kind, isolation -> {
            try (Connection connection = isolation.dataSource(ACME).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.addBatch("update note set body = 'x' where id = 1");
                statement.addBatch("delete from note where id = 2");
                assertThat(statement.executeBatch()).containsExactly(1, 1);
                statement.setMaxRows(1);
                assertThat(statement.execute("select body from note")).isTrue();
                try (ResultSet rows = statement.getResultSet()) {
                    assertThat(rows.getStatement()).isSameAs(statement);
                }
            }
            assertThat(bodies(isolation.dataSource(ACME))).isEqualTo("x");
            assertThat(bodies(isolation.dataSource(OTHER))).isEqualTo("o1");
        });
    }

    @ParameterizedTest
    @EnumSource
    void theOwnTenantMayBeBoundAndNoOther(TestDatabase kind) throws Exception {
        withNotes(kind, isolation -> {
            try (Connection connection = isolation.dataSource(ACME).getConnection();
                    PreparedStatement insert =
                            connection.prepareStatement("insert into note (tenant_id, id, body) values (?, ?, ?)")) {
                insert.setString(1, "acme");
                insert.setLong(2, 3);
                insert.setString(3, "a3");
                assertThat(insert.executeUpdate()).isEqualTo(1);
                assertThatThrownBy(() -> insert.setString(1, "other"))
                        .isInstanceOf(SQLException.class)
                        .hasCauseInstanceOf(IsolationViolationException.class);
            }
            assertThat(bodies(isolation.dataSource(ACME))).isEqualTo("a1 a2 a3");
        });
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfABatchMayBeClearedBeforeItIsExecuted(TestDatabase kind) throws Exception {
        withNotes(kind, isolation -> {
            try (Connection connection = isolation.dataSource(ACME).getConnection();
                    PreparedStatement insert =
                            connection.prepareStatement("insert into note (tenant_id, id, body) values (?, ?, ?)")) {
                insert.setString(1, "acme");
                insert.setLong(2, 3);
                insert.setString(3, "a3");
                insert.addBatch();
                insert.clearParameters();
                assertThat(insert.executeBatch()).hasSize(1);
            }
            assertThat(bodies(isolation.dataSource(ACME))).isEqualTo("a1 a2 a3");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aValueForTheTenantThatIsNotBoundIsRefused(TestDatabase kind) throws Exception {
        withNotes(kind, isolation -> {
            try (Connection connection = isolation.dataSource(ACME).getConnection();
                    PreparedStatement insert =
                            connection.prepareStatement("insert into note (tenant_id, id, body) values (?, ?, ?)")) {
                insert.setLong(2, 3);
                insert.setString(3, "a3");
                assertThatThrownBy(insert::executeUpdate)
                        .isInstanceOf(SQLException.class)
                        .hasCauseInstanceOf(IsolationViolationException.class);
            }
            assertThat(bodies(isolation.dataSource(ACME))).isEqualTo("a1 a2");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionIsOfTheContextThatOpenedIt(TestDatabase kind) throws Exception {
        withNotes(kind, isolation -> {
            DataSource ambient = isolation.dataSource();
            assertThatThrownBy(ambient::getConnection).isInstanceOf(SQLException.class);
            try (Connection connection = ACME.call(ambient::getConnection);
                    Statement statement = ACME.call(connection::createStatement)) {
                ACME.call(() -> {
                    statement.addBatch("delete from note");
                    return statement.execute("select 1");
                });
                assertThatThrownBy(() -> OTHER.call(() -> statement.execute("select body from note")))
                        .hasMessageContaining("another");
                assertThatThrownBy(() -> OTHER.call(statement::executeBatch)).hasMessageContaining("another");
            }
            assertThat(bodies(isolation.dataSource(ACME))).isEqualTo("a1 a2");
        });
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreNotWrittenNorReadAgain(TestDatabase kind) throws Exception {
        withNotes(kind, isolation -> {
            try (Connection connection = isolation.dataSource(ACME).getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select tenant_id, id, body from note")) {
                assertThat(rows.next()).isTrue();
                assertThatThrownBy(rows::refreshRow).isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> rows.updateString(3, "x")).isInstanceOf(SQLException.class);
                assertThatThrownBy(rows::deleteRow).isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> connection.setSchema("other")).isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> connection.prepareCall("{call x}")).isInstanceOf(SQLException.class);
                assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18"})
    void arraysAreBoundAndLargeObjectsAreNot(TestDatabase kind) throws Exception {
        withNotes(kind, isolation -> {
            try (Connection connection = isolation.dataSource(ACME).getConnection();
                    PreparedStatement query = connection.prepareStatement("select body from note where id = any(?)")) {
                Array ids = connection.createArrayOf("bigint", new Object[] {1L, 9L});
                query.setArray(1, ids);
                try (ResultSet rows = query.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("a1");
                    assertThat(rows.next()).isFalse();
                }
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("select 16771::oid")) {
                    assertThat(rows.next()).isTrue();
                    assertThatThrownBy(() -> rows.getBlob(1)).isInstanceOf(SQLException.class);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"select \uD800, body from note", "select '\uDC00' from note", "select 1 as a\0b", " ", "--"})
    void whatDriversCannotEncodeIsRefused(String text) throws Exception {
        withNotes(TestDatabase.SQLITE, isolation -> {
            try (Connection connection = isolation.dataSource(ACME).getConnection()) {
                assertThatThrownBy(() -> connection.prepareStatement(text))
                        .isInstanceOf(SQLException.class)
                        .hasCauseInstanceOf(IsolationViolationException.class);
            }
        });
    }
}
