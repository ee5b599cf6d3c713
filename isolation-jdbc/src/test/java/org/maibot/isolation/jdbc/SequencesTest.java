package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.ViolationReason;

/** Sequences that are declared give their numbers to every scope; all others are refused. */
class SequencesTest {
    private static final IsolationContext ACME = IsolationContext.of("acme");
    private static final IsolationContext GLOBEX = IsolationContext.of("globex");

    private static Isolation.Builder on(FreshDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create sequence note_seq");
            statement.execute("create sequence other_seq");
            statement.execute("create table note (tenant_id varchar(128) not null, id bigint not null)");
        }
        return Isolation.builder().dataSource(database.dataSource()).createSchema(false);
    }

    private static String next(TestDatabase kind, String sequence) {
        return kind == TestDatabase.MARIADB
                ? "select next value for " + sequence
                : "select nextval('" + sequence + "')";
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18", "MARIADB"})
    void aDeclaredSequenceCountsForAllScopes(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation = on(database).sequences("NOTE_seq").open()) {
            assertThat(isolation.dsl(ACME).fetchValue(next(kind, "note_seq"))).isEqualTo(1L);
            assertThat(isolation.dsl(GLOBEX).fetchValue(next(kind, "note_seq"))).isEqualTo(2L);
            assertThat(isolation.dsl(ACME).nextval(DSL.name("note_seq"))).isEqualTo(3);
            isolation.dsl(ACME).execute("insert into note (id) " + next(kind, "note_seq"));
            assertThat(isolation.dsl(ACME).fetchValue("select id from note")).isEqualTo(4L);
            assertThat(isolation.dsl(GLOBEX).fetchCount(DSL.table("note"))).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18", "MARIADB"})
    void anUndeclaredSequenceIsRefusedWithTheNameOfTheDeclaration(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation = on(database).sequences("note_seq").open()) {
            assertThat(Refused.because(
                            ViolationReason.UNKNOWN_TABLE,
                            () -> isolation.dsl(ACME).fetch(next(kind, "other_seq"))))
                    .hasMessageContaining("other_seq is not declared")
                    .hasMessageContaining("builder.sequences(…)");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL_13", "POSTGRESQL_18"})
    void aNameIsThatOfTheSchemaInWhichTablesAreFound(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema \"Own\"");
            statement.execute("create sequence \"Own\".\"it's\"");
            try (Isolation isolation =
                    on(database).sequences("own.it's", "note_seq").open()) {
                assertThat(isolation.dsl(ACME).fetchValue("select nextval('\"Own\".\"it''s\"'::regclass)"))
                        .isEqualTo(1L);
                Refused.because(
                        ViolationReason.UNKNOWN_TABLE, () -> isolation.dsl(ACME).fetch("select nextval('\"it''s\"')"));
                statement.execute("create schema authorization current_user create sequence note_seq start 100");
                assertThat(isolation.dsl(ACME).fetchValue("select nextval('note_seq')"))
                        .as("the search path finds another one now")
                        .isEqualTo(1L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDeclaredMustExist(TestDatabase kind) {
        try (FreshDatabase database = kind.fresh()) {
            assertThatThrownBy(() -> Isolation.builder()
                            .dataSource(database.dataSource())
                            .globalTables("no_such_table")
                            .sequences("no_such_seq", "messages")
                            .open())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll(
                            "table no_such_table is declared but does not exist",
                            "sequence messages is declared but does not exist",
                            "sequence no_such_seq is declared but does not exist");
        }
    }
}
