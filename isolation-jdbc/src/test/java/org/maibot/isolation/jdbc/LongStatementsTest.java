package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.ViolationReason;

/** The time that a long statement takes to be scoped grows with its length, and what is nested too deep is refused. */
class LongStatementsTest {
    private static final int MANY = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static FreshDatabase database;
    private static TableRules rules;

    @BeforeAll
    static void open() throws SQLException {
        database = TestDatabase.SQLITE.fresh();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table msg (tenant_id text not null, id bigint not null, body text)");
        }
        rules = TableRules.builder().refreshEvery(Duration.ZERO).readFrom(database.dataSource());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static String list(int count, String separator, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(separator));
    }

    /** A part that is repeated stands between angle brackets, with what separates it before a bar. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from msg where id in (<, |x>)",
                "select id from msg where id in (<, |?>)",
                "select id from msg where <or | id = 1 >",
                "select <, |id> from msg",
                "select <, |(select max(id) from msg)> from msg",
                "select case <|when id = 1 then 2 >end from msg",
                "select id from msg <|/* ? */ >",
                "select id from msg where <|not >id = 1",
                "insert into msg (id, body) values <, |(1, 'x')>",
                "select id from msg<| union all select id from msg>",
                "select <|a.>b from msg"
            })
    void areScopedInTime(String pattern) {
        String[] parts = pattern.split("[<|>]", -1);
        String sql = parts[0] + list(MANY, parts[1], i -> parts[2]) + parts[3];
        long start = System.nanoTime();

        ScopedSql scoped = rules.scope(sql, Dimension.TENANT);

        assertThat(scoped.sql()).contains("tenant_id");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }

    @Test
    void haveAsManyTablesAsAnyDatabaseTakes() {
        String sql = "select 1 from msg" + list(240, "", i -> " left join msg m" + i + " on m" + i + ".id = 1");

        assertThat(rules.scope(sql, Dimension.TENANT).slots()).hasSize(241);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1 from msg<| join msg>",
                "select 1 from <, |msg>",
                "with <, |c as (select 1)> select 1",
                "select <|(>1<|)> from msg",
                "select 1 from <|(>msg<|)>",
                "<|(>select 1 from msg<|)>",
                "<|select * from (>select 1 from msg<|) x>"
            })
    void areRefusedIfTheyAreTooDeep(String pattern) {
        String[] parts = pattern.split("[<|>]", -1);
        StringBuilder sql = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i += 3) {
            String part = parts[i + 1];
            sql.append(list(MANY, parts[i], number -> part)).append(parts[i + 2]);
        }

        Refused.because(ViolationReason.OPAQUE_SQL, () -> rules.scope(sql.toString(), Dimension.TENANT));
    }
}
