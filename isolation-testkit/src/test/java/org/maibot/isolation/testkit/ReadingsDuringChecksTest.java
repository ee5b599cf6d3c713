package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;

/**
 * A check does not wait for a reading of the schema, which on SQLite in memory would wait for the check's own lock. The runtimes
 * here want to read it at each statement.
 */
@Timeout(30) // each statement would wait for a second, two or three times
class ReadingsDuringChecksTest {
    private static final IsolationContext ACME = IsolationContext.of("acme");
    private static final int STATEMENTS = 20;

    @AutoClose
    private final Isolation isolation = Isolation.builder()
            .jdbcUrl("jdbc:sqlite::memory:")
            .createSchema(false)
            .refreshEvery(Duration.ofNanos(1))
            .open();

    ReadingsDuringChecksTest() {
        isolation.system("schema").dsl().execute("create table note (id integer primary key, tenant_id text not null)");
        isolation.system("rows").dsl().execute("insert into note values (1, 'acme'), (2, 'globex')");
    }

    private static int prepareMany(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (int i = 0; i < STATEMENTS; i++) {
                try (PreparedStatement statement = connection.prepareStatement("delete from note where id > ?")) {
                    statement.setInt(1, i);
                    statement.executeUpdate();
                }
            }
            return STATEMENTS;
        }
    }

    @Test
    void statementsDoNotWait() throws SQLException {
        try (TwinCheck twins = TwinCheck.of(isolation)) {
            twins.verify(ACME, ReadingsDuringChecksTest::prepareMany);
        }
    }

    @Test
    void codeOfARuntimeDoesNotWait() throws SQLException {
        try (TwinCheck twins = TwinCheck.of(isolation)) {
            twins.verifyRuntime(ACME, runtime -> prepareMany(runtime.dataSource(ACME)));
        }
    }

    @Test
    void refusalsDoNotWait() throws SQLException {
        try (TwinCheck twins = TwinCheck.of(isolation)) {
            for (int i = 0; i < STATEMENTS; i++) {
                assertThat(twins.compare(ACME, "select * from missing").refused())
                        .isTrue();
            }
        }
    }
}
