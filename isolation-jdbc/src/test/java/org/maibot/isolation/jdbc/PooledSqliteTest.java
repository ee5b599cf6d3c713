package org.maibot.isolation.jdbc;

import static java.sql.Statement.RETURN_GENERATED_KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.IsolationContext;

/** What one scope leaves on a connection of SQLite is not shown to the next one that the pool gives it to. */
class PooledSqliteTest {
    private static final IsolationContext ACME = IsolationContext.of("acme");
    private static final IsolationContext GLOBEX = IsolationContext.of("globex");

    @AutoClose
    private final HikariDataSource pool;

    private final TableRules rules;

    PooledSqliteTest(@TempDir Path directory) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + directory.resolve("shared.db"));
        config.setMaximumPoolSize(1);
        pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table note (id integer primary key, tenant_id text, body text)");
            statement.execute(
                    "create table word (tenant_id text, word text, primary key (tenant_id, word)) without rowid");
        }
        rules = TableRules.builder().readFrom(pool);
    }

    @BeforeEach
    void aForeignRowIsInsertedLast() throws SQLException {
        try (Connection connection = connection(GLOBEX);
                Statement statement = connection.createStatement()) {
            statement.execute("insert into note (id, body) values (777, 'theirs')");
        }
    }

    private Connection connection(IsolationContext context) throws SQLException {
        return IsolatingDataSource.wrap(pool, rules, () -> context).getConnection();
    }

    private static List<Long> keys(Statement statement) throws SQLException {
        List<Long> keys = new ArrayList<>();
        try (ResultSet rows = statement.getGeneratedKeys()) {
            while (rows.next()) {
                keys.add(rows.getLong(1));
            }
        }
        return keys;
    }

    private List<Long> keysOf(String sql) throws SQLException {
        List<Long> keys;
        try (Connection connection = connection(ACME);
                PreparedStatement prepared = connection.prepareStatement(sql, RETURN_GENERATED_KEYS);
                Statement plain = connection.createStatement()) {
            prepared.executeUpdate();
            keys = keys(prepared);
            plain.executeUpdate(sql, RETURN_GENERATED_KEYS);
            keys.addAll(keys(plain));
        }
        return keys;
    }

    @Test
    void aKeyOfAnotherScopeIsNotShown() throws SQLException {
        assertThat(keysOf("insert into note (body) select 'x' where 1 = 0")).isEmpty();
        assertThat(keysOf("insert into word (word) values ('a') on conflict (tenant_id, word) do nothing"))
                .isEmpty();
    }

    @Test
    void theKeysOfTheScopeAre() throws SQLException {
        assertThat(keysOf("insert into note (body) values (null)")).containsExactly(778L, 779L);
        assertThat(keysOf("with w as (select 'x' as body) insert into note (body) select body from w"))
                .containsExactly(780L, 781L);
    }

    @Test
    void theScopesValuesAreBoundAgainAfterABatchWasCleared() throws SQLException {
        try (Connection connection = connection(ACME);
                PreparedStatement insert = connection.prepareStatement("insert into note (body) values (?)");
                PreparedStatement query = connection.prepareStatement("select body from note where body like ?")) {
            insert.setString(1, "one");
            insert.executeUpdate();
            insert.clearBatch();
            insert.setString(1, "two");
            insert.executeUpdate();
            query.setString(1, "t%");
            query.clearBatch();
            query.setString(1, "t%");
            try (ResultSet rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("two");
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void clientInfoIsRefusedAsJdbcSays() throws SQLException {
        try (Connection connection = connection(ACME)) {
            assertThatExceptionOfType(SQLClientInfoException.class)
                    .isThrownBy(() -> connection.setClientInfo("ApplicationName", "x"))
                    .withMessageContaining("setClientInfo");
        }
    }

    @Test
    void aClosedStatementExecutesNothing() throws SQLException {
        try (Connection connection = connection(ACME)) {
            Statement statement = connection.createStatement();
            statement.close();
            assertThatThrownBy(() -> statement.executeQuery("select 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(statement::executeBatch).isInstanceOf(SQLException.class);
            assertThatThrownBy(statement::getResultSet).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void manyNumberedVariablesTakeNoTime() throws SQLException {
        StringBuilder sql = new StringBuilder("select body from note where id in (?1");
        for (int i = 2; i <= 30_000; i++) {
            sql.append(",?").append(i);
        }
        long start = System.nanoTime();
        try (Connection connection = connection(ACME)) {
            connection.prepareStatement(sql.append(')').toString()).close();
        }
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }
}
