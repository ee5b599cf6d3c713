package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.maibot.isolation.testkit.Notebook.ACME;
import static org.maibot.isolation.testkit.Notebook.GLOBEX;
import static org.maibot.isolation.testkit.TestSql.execute;
import static org.maibot.isolation.testkit.TestSql.texts;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;

/** Where a twin cannot be made or dropped, that is told, and nothing else stays behind. */
class DroppedTwinsTest {
    private static final List<IsolationContext> CONTEXTS = List.of(ACME, GLOBEX, IsolationContext.of("initech"));
    private static final String TWINS =
            "select schema_name from information_schema.schemata where schema_name like 'twin%'";

    /** Two connections, both of which a check has. */
    private static HikariDataSource pool(FreshDatabase database, String settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url() + settings);
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }

    private static void createNotes(DataSource database) throws SQLException {
        execute(
                database,
                "create table note (tenant_id varchar(20) not null, id integer not null, primary key (tenant_id, id))",
                "create view noted as select tenant_id, id from note",
                "insert into note values ('acme', 1), ('globex', 2)");
    }

    private static TwinCheck twins(DataSource database) throws SQLException {
        return TwinCheck.of(database, TableRules.builder().readFrom(database));
    }

    /** Checks that both connections came back, and lead to the host's tables. */
    private static void assertGivenBack(HikariDataSource pool, String here) throws SQLException {
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            assertThat(Twin.texts(one, here)).isEqualTo(Twin.texts(other, here));
            assertThat(Twin.texts(one, here).get(0)).doesNotContain("twin");
        }
    }

    /** PostgreSQL asks a function of the host's before it creates or drops something. */
    private static void refuse(DataSource database, String event, String condition, String how) throws SQLException {
        execute(
                database,
                "create function refuse() returns event_trigger language plpgsql as $$ declare it record; begin"
                        + " for it in select * from pg_event_trigger_" + event
                        + "() loop if " + condition + " then " + how + "; end if; end loop; end $$");
        execute(
                database,
                "create event trigger refusing on " + (event.startsWith("dropped") ? "sql_drop" : "ddl_command_end")
                        + " execute function refuse()");
    }

    @ParameterizedTest
    @CsvSource({"3, 0", "3, 2", "1, 0"})
    void theOthersAreDroppedWithoutTheOneThatCannotBeOnPostgresql(int contexts, int which) throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                HikariDataSource pool = pool(database, "")) {
            createNotes(pool);
            TwinCheck twins = twins(pool);
            for (IsolationContext context : CONTEXTS.subList(0, contexts)) {
                twins.verify(context, "select id from noted");
            }
            String held = texts(pool, "select nspname from pg_namespace where nspname like 'twin%' order by oid")
                    .get(which);
            refuse(pool, "dropped_objects", "it.object_identity = '" + held + "'", "raise exception 'held'");

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(twins::close)
                    .withMessageContaining("held")
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .extracting(Throwable::getMessage)
                            .containsExactly("What is left behind is the schema " + held));
            assertThat(texts(pool, TWINS)).containsExactly(held);
            assertGivenBack(pool, "show search_path");
        }
    }

    @ParameterizedTest
    @CsvSource({"MYSQL, 3", "MYSQL, 1", "MARIADB, 3", "MARIADB, 1"})
    void theOthersAreDroppedWithoutTheOneThatCannotBe(TestDatabase kind, int contexts) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                HikariDataSource pool = pool(database, "&sessionVariables=lock_wait_timeout=1")) {
            createNotes(pool);
            TwinCheck twins = twins(pool);
            for (IsolationContext context : CONTEXTS.subList(0, contexts)) {
                twins.verify(context, "select id from noted");
            }
            String held = texts(database.dataSource(), TWINS).get(0);
            try (Connection holding = database.dataSource().getConnection();
                    Statement statement = holding.createStatement()) {
                statement.execute("lock tables " + held + ".note read");

                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(twins::close)
                        .satisfies(failure -> assertThat(failure.getSuppressed())
                                .extracting(Throwable::getMessage)
                                .containsExactly("What is left behind is the database " + held));
                statement.execute("unlock tables");
            }
            assertThat(texts(pool, TWINS)).containsExactly(held);
            assertGivenBack(pool, "select concat(database(), @@foreign_key_checks)");
            execute(pool, "drop database " + held);
        }
    }

    @Test
    void aTwinThatCannotBeMadeIsDropped() throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                HikariDataSource pool = pool(database, "")) {
            createNotes(pool);
            refuse(pool, "ddl_commands", "it.object_type = 'view'", "raise exception 'no more views'");
            try (TwinCheck twins = twins(pool)) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> twins.verify(ACME, "select id from noted"))
                        .withMessageContaining("no more views");
                assertThat(texts(database.dataSource(), TWINS)).isEmpty();
                execute(database.dataSource(), "drop event trigger refusing");
                twins.verify(ACME, "select id from noted");
            }
            assertThat(texts(pool, TWINS)).isEmpty();
            assertGivenBack(pool, "show search_path");
        }
    }

    @Test
    void aConnectionThatEndsIsGivenBackAndToldWithWhatItLeaves() throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                HikariDataSource pool = pool(database, "")) {
            createNotes(pool);
            refuse(pool, "ddl_commands", "it.object_type = 'view'", "perform pg_terminate_backend(pg_backend_pid())");
            TwinCheck twins = twins(pool);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> twins.verify(ACME, "select id from noted"))
                    .withMessageContaining("terminating connection")
                    .satisfies(failure -> assertThat((Throwable) failure)
                            .hasStackTraceContaining("What is left behind is the schema "
                                    + texts(database.dataSource(), TWINS).get(0)));
            assertThatExceptionOfType(SQLException.class).isThrownBy(twins::close);
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }
}
