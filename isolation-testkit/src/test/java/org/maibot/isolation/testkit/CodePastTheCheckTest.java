package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;
import static org.maibot.isolation.testkit.TestSql.execute;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.testkit.TwinReport.Difference;
import org.maibot.isolation.testkit.TwinReport.Kind;

/** Code that goes past a check is found or refused, and never does harm to the host's database. */
class CodePastTheCheckTest {
    private static List<String> titles(DataSource database) throws SQLException {
        List<String> titles = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select title from note order by title")) {
            while (row.next()) {
                titles.add(row.getString(1));
            }
        }
        return titles;
    }

    private static List<Kind> kinds(TwinReport report) {
        return report.differences().stream().map(Difference::kind).toList();
    }

    /** On SQLite such code waits for the check's lock, and fails. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL", "MARIADB"})
    void codeThatReadsPastItsDataSourceIsFound(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.guarded()) {
            assertThat(kinds(twins.compare(ACME, given -> titles(notebook.dataSource()))))
                    .contains(Kind.PROVES_NOTHING);
            assertThat(kinds(twins.compare(ACME, given -> {
                        titles(given);
                        return titles(notebook.dataSource());
                    })))
                    .contains(Kind.SHOWS_OTHERS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL", "MARIADB"})
    void codeThatWritesPastItsDataSourceIsFound(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck twins = notebook.guarded()) {
            TwinReport report = twins.compare(ACME, given -> {
                notebook.execute("update note set title = 'hacked' where tenant_id = 'globex'");
                return titles(given);
            });

            assertThat(kinds(report)).contains(Kind.CHANGES_OTHERS);
            assertThat(report.toString()).contains("past the data source", "hacked");
        }
    }

    @Test
    void whatACacheKeepsOfOthersIsFound() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck twins = notebook.guarded()) {
            List<String> cache = new ArrayList<>();
            ScopedCode<List<String>> careless = given -> {
                if (cache.isEmpty()) {
                    cache.addAll(titles(given));
                }
                titles(given);
                return cache;
            };
            twins.verify(GLOBEX, careless);
            assertThat(twins.compare(ACME, careless).toString())
                    .contains("globex second", "keeps what others have read");
        }
    }

    /** What is refused behind the guard is not executed without it, and the host's rows stay. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL", "MARIADB"})
    void nothingLeadsTheTwinToTheHost(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind);
                TwinCheck guarded = notebook.guarded();
                TwinCheck unguarded = notebook.unguarded();
                Connection connection = notebook.dataSource().getConnection()) {
            boolean postgres = kind.family().equals("postgresql");
            String away = postgres ? "set search_path to public" : "use " + connection.getCatalog();
            Snapshot before = notebook.snapshot();

            assertThat(guarded.compare(ACME, away).refused()).isTrue();
            for (String sql : List.of(away, "/* x */ commit", "rollback", "select 1; commit")) {
                assertThatExceptionOfType(AssertionError.class)
                        .as(sql)
                        .isThrownBy(() -> unguarded.compare(ACME, sql))
                        .withMessageContaining("must not end transactions");
            }
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> unguarded.compare(ACME, given -> {
                        given.getConnection().setCatalog("elsewhere");
                        return 1;
                    }));
            notebook.execute("insert into note (id, tenant_id, title) values (30, 'acme', 'later')");
            guarded.verify(ACME, "select title from note");
            notebook.execute("delete from note where id = 30");
            assertThat(notebook.snapshot().isSameAs(before)).isTrue();
        }
    }

    @Test
    void nullIsNoText() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck twins = notebook.unguarded()) {
            assertThat(kinds(twins.compare(ACME, "update note set agent_id = 'null' where id = 6")))
                    .contains(Kind.CHANGES_OTHERS);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL_13")
    void valuesThatDefaultsMakeAreNoDifference(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create table note (tenant_id varchar(20) not null, id bigint not null, title varchar(20),"
                            + " created timestamp default current_timestamp, primary key (tenant_id, id))",
                    "insert into note (tenant_id, id, title) values ('acme', 1, 'ours'), ('globex', 1, 'theirs')");
            if (kind.family().equals("postgresql")) {
                execute(
                        host,
                        "create type mood as enum ('good', 'bad')",
                        "alter table note add mood mood default 'good', add ref uuid default gen_random_uuid(),"
                                + " add at time default '12:00:00.123456'");
            }
            TableRules rules = TableRules.builder().readFrom(host);
            try (TwinCheck twins = TwinCheck.of(host, rules)) {
                twins.verify(ACME, "insert into note (id, title) values (2, 'new')");
                twins.verify(ACME, given -> {
                    execute(given, "insert into note (id, title) values (2, 'new')");
                    return titles(given);
                });
                StatementGenerator.on(twins).contexts(ACME).statements(60).verify();
            }
        }
    }

    @Test
    void codeThatDoesNotDoTheSameTwiceProvesNothing() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck twins = notebook.guarded()) {
            TwinReport report = twins.compare(
                    ACME, given -> titles(given) + UUID.randomUUID().toString());

            assertThat(kinds(report)).containsExactly(Kind.PROVES_NOTHING);
            assertThat(report.toString()).contains("does not do the same twice");
        }
    }

    /** Connections come back to a pool as they were, and those that do not commit each statement are given as such. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL"})
    void poolsThatDoNotCommitEachStatementAreServed(TestDatabase kind) throws SQLException {
        try (FreshDatabase fresh = kind.fresh()) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(fresh.url());
            config.setAutoCommit(false);
            config.setMaximumPoolSize(2);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                execute(
                        fresh.dataSource(),
                        "create table note (tenant_id varchar(20) not null, title varchar(20))",
                        "insert into note values ('acme', 'ours'), ('globex', 'theirs')");
                try (TwinCheck twins = TwinCheck.of(pool, TableRules.builder().readFrom(pool))) {
                    twins.verify(ACME, given -> {
                        try (Connection connection = given.getConnection();
                                Statement statement = connection.createStatement()) {
                            connection.setReadOnly(false);
                            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                            int count = statement.executeUpdate("update note set title = 'x'");
                            connection.commit();
                            return count;
                        }
                    });
                }
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement()) {
                    assertThat(connection.getAutoCommit()).isFalse();
                    statement.executeUpdate("delete from note");
                    connection.rollback();
                }
                assertThat(titles(fresh.dataSource())).containsExactly("ours", "theirs");
            }
        }
    }

    @Test
    void tablesOfAnotherSchemaAreRefused() throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create table note (tenant_id text not null, title text)",
                    "create schema other",
                    "create table other.memo (tenant_id text not null, title text)");
            TableRules rules = TableRules.builder().readFrom(host);
            if (rules.tables().stream().anyMatch(table -> table.schema().equals("other"))) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> TwinCheck.of(host, rules))
                        .withMessageContaining("other.memo");
            }
        }
    }

    @Test
    void aGeneratorThatProvesNothingFails() throws SQLException {
        try (Notebook notebook = new Notebook(TestDatabase.SQLITE);
                TwinCheck twins = TwinCheck.of(notebook.dataSource(), notebook.rules(), (database, context) -> {
                    throw new IsolationViolationException(ViolationReason.OPAQUE_SQL, "All is refused", "Do nothing");
                })) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> StatementGenerator.on(twins)
                            .contexts(ACME)
                            .statements(5)
                            .verify())
                    .withMessageContaining("proves nothing");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "MARIADB"})
    void tablesInWhichNothingCanBeUndoneAreRefused(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            DataSource host = database.dataSource();
            execute(
                    host,
                    "create table note (tenant_id varchar(20) not null, title varchar(20)) engine = MyISAM",
                    "create table unused (title varchar(20)) engine = MyISAM",
                    "insert into note values ('acme', 'ours'), ('globex', 'theirs')");
            TableRules rules = TableRules.builder().readFrom(host);

            assertThatIllegalStateException()
                    .isThrownBy(() -> TwinCheck.of(host, rules).verify(ACME, "update note set title = 'x'"))
                    .withMessageContaining("[note (MyISAM)]")
                    .withMessageContaining("InnoDB");
            assertThat(titles(host)).containsExactly("ours", "theirs");
        }
    }

    /** A pool sees to what is set on its connections, but not on the driver's below them. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_18", "MYSQL", "MARIADB"})
    void settingsOfConnectionsDoNotOutliveTheCheck(TestDatabase kind) throws SQLException {
        try (Notebook notebook = new Notebook(kind)) {
            HikariConfig config = new HikariConfig();
            config.setDataSource(notebook.dataSource());
            config.setMaximumPoolSize(2);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                try (TwinCheck twins = TwinCheck.of(pool, notebook.rules(), Guard.none())) {
                    twins.compare(ACME, given -> {
                        try (Connection connection = given.getConnection()) {
                            connection.setNetworkTimeout(Runnable::run, 123_456);
                            connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
                        }
                        return titles(given);
                    });
                }
                try (Connection connection = pool.getConnection();
                        Connection other = pool.getConnection()) {
                    assertThat(Unguarded.driver(connection).getNetworkTimeout()).isNotEqualTo(123_456);
                    assertThat(Unguarded.driver(other).getNetworkTimeout()).isNotEqualTo(123_456);
                }
            }
        }
    }
}
