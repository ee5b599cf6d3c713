package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each database of the contract tests is what its name says, and each fresh one is empty and exact. */
class TestDatabaseTest {
    private static final Map<TestDatabase, String> VERSIONS = Map.of(
            TestDatabase.SQLITE, "3.",
            TestDatabase.POSTGRESQL_13, "13.",
            TestDatabase.POSTGRESQL_18, "18.",
            TestDatabase.MYSQL, "8.0.",
            TestDatabase.MARIADB, "11.4.");

    private static DSLContext dsl(FreshDatabase database) {
        return DSL.using(database.dataSource(), SQLDialect.DEFAULT);
    }

    private static List<String> texts(DSLContext dsl, String sql, String... values) {
        return dsl.resultQuery(sql, (Object[]) values).fetch(0, String.class);
    }

    @ParameterizedTest
    @EnumSource
    void isOfTheProductAndVersionOfItsName(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                var connection = database.dataSource().getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualToIgnoringCase(kind.family());
            assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith(VERSIONS.get(kind));
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoDoNotSeeEachOther(TestDatabase kind) {
        try (FreshDatabase one = kind.fresh();
                FreshDatabase other = kind.fresh()) {
            dsl(one).execute("create table t (n int)");
            dsl(one).execute("insert into t values (1)");
            dsl(other).execute("create table t (n int)");

            assertThat(one.url()).isNotEqualTo(other.url());
            assertThat(dsl(one).fetchValue("select count(*) from t")).hasToString("1");
            assertThat(dsl(other).fetchValue("select count(*) from t")).hasToString("0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTextExactly(TestDatabase kind) {
        try (FreshDatabase database = kind.fresh()) {
            DSLContext dsl = dsl(database);
            dsl.execute("create table t (id varchar(64) primary key, body varchar(64))");
            for (String id : new String[] {"机器人 😀", "a", "a ", "A"}) {
                dsl.execute("insert into t (id, body) values (?, ?)", id, id);
            }

            assertThat(texts(dsl, "select body from t where id = 'a '")).containsExactly("a ");
            assertThat(texts(dsl, "select body from t where id = ?", "机器人 😀")).containsExactly("机器人 😀");
            assertThat(texts(dsl, "select id from t where body = '机器人 😀'")).containsExactly("机器人 😀");
        }
    }
}
