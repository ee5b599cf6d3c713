package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cache of scoped statements tells what it has done. */
class CacheStatisticsTest {
    private final TestRuntime runtime = new TestRuntime();
    private CacheStatistics before = new CacheStatistics(0, 0, 0, 0);

    @BeforeEach
    void remember() {
        before = runtime.isolation().rules().cacheStatistics();
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private void prepare(String sql, String... ids) throws SQLException {
        try (Connection connection = runtime.isolation()
                .dataSource(TestRuntime.context(List.of(ids)))
                .getConnection()) {
            connection.prepareStatement(sql).close();
        }
    }

    private void assertSince(long hits, long misses, long statements) {
        CacheStatistics now = runtime.isolation().rules().cacheStatistics();
        assertThat(now.hits() - before.hits()).isEqualTo(hits);
        assertThat(now.misses() - before.misses()).isEqualTo(misses);
        assertThat(now.statements() - before.statements()).isEqualTo(statements);
        assertThat(now.evictions()).isZero();
    }

    @Test
    void theTenantsOfALevelShareOneStatement() throws SQLException {
        prepare("select text from messages", "acme", "bot");
        prepare("select text from messages", "other", "bot");
        assertSince(1, 1, 1);
    }

    @Test
    void eachLevelHasItsOwn() throws SQLException {
        prepare("select text from messages", "acme");
        prepare("select text from messages", "acme", "bot");
        assertSince(0, 2, 2);
    }

    @Test
    void whatIsRefusedIsNotKept() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> prepare("drop table messages", "acme")).isInstanceOf(SQLException.class);
        }
        assertSince(0, 2, 0);
    }

    @Test
    void otherRulesBeginAnew() throws SQLException {
        prepare("select text from messages", "acme");
        runtime.system().execute("create table other_notes (tenant_id varchar(128) not null)");
        runtime.isolation().refresh();
        assertThat(runtime.isolation().rules().cacheStatistics()).isEqualTo(new CacheStatistics(0, 0, 0, 0));
        prepare("select text from messages", "acme");
        assertThat(runtime.isolation().rules().cacheStatistics()).isEqualTo(new CacheStatistics(0, 1, 0, 1));
    }
}
