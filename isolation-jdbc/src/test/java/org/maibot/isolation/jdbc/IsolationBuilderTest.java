package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.Dimension;
import org.sqlite.SQLiteDataSource;

/** What is wrong with the settings is said when the runtime opens, all at once. */
class IsolationBuilderTest {
    @TempDir
    private Path directory;

    private SQLiteDataSource dataSource() {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + directory.resolve("host.db"));
        return dataSource;
    }

    @Test
    void oneDatabaseIsNeeded() {
        assertThatThrownBy(() -> Isolation.builder().open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("either a data source or a JDBC URL");
    }

    @Test
    void twoDatabasesAreTooMany() {
        assertThatThrownBy(() -> Isolation.builder()
                        .dataSource(dataSource())
                        .jdbcUrl("jdbc:sqlite::memory:")
                        .open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("either a data source or a JDBC URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bot.db", "jdbc:", "jdbc:sqlite", "jdbc:h2:mem:x", "sqlite:x"})
    void whatNoDriverKnowsIsNotOpened(String url) {
        assertThatThrownBy(() -> Isolation.open(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("check the URL");
    }

    @Test
    void aDataSourceThatGivesNoConnectionIsSaid() {
        DataSource broken = (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    throw new SQLException("the database is down");
                });

        assertThatThrownBy(() -> Isolation.builder().dataSource(broken).open())
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("the database is down");
    }

    @Test
    void everyDeclarationThatDoesNotFitIsSaidAtOnce() {
        assertThatThrownBy(() -> Isolation.builder()
                        .jdbcUrl("jdbc:sqlite::memory:")
                        .globalTables("no_such_global", "messages")
                        .globalWritableTables("no_such_writable")
                        .table("no_such_table", table -> table.tenant("customer"))
                        .table("agents", table -> table.agent("no_such_column"))
                        .table("maibot_schema_history", table -> table.agent("version"))
                        .table("messages", table -> table.tenant("tenant_id"))
                        .table("tenants", table -> table.nullBelongsToWiderLevel(Dimension.PLATFORM))
                        .open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "no_such_global is declared but does not exist",
                        "no_such_writable is declared but does not exist",
                        "no_such_table is declared but does not exist",
                        "agents has no column no_such_column",
                        "maibot_schema_history is declared scoped but has no column for tenant_id",
                        "messages is declared both global and scoped",
                        "tenants has no column platform");
    }

    @Test
    void aHostsDataSourceStaysOpen() throws Exception {
        SQLiteDataSource file = dataSource();
        int[] closed = {0};
        DataSource host = (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class, AutoCloseable.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed[0]++;
                        return null;
                    }
                    return method.invoke(file, arguments);
                });

        try (Isolation isolation = Isolation.builder().dataSource(host).open()) {
            isolation.createIsolationContext("acme");
        }

        assertThat(closed[0]).isZero();
        try (var connection = host.getConnection();
                var rows = connection.createStatement().executeQuery("select tenant_id from tenants")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("acme");
        }
    }

    /** SQLite removes the write-ahead log when the last connection is closed. */
    @Test
    void aFailedOpeningLeavesNoConnection() {
        Path log = directory.resolve("bot.db-wal");
        String url = "jdbc:sqlite:" + directory.resolve("bot.db");
        try (Isolation isolation = Isolation.open(url)) {
            isolation.createIsolationContext("acme");
            assertThat(log).exists();
        }

        assertThatThrownBy(() -> Isolation.builder()
                        .jdbcUrl(url)
                        .globalTables("no_such_table")
                        .open())
                .isInstanceOf(IllegalStateException.class);

        assertThat(log).doesNotExist();
    }

    @Test
    void tenantsAreCountedInTheCanonicalSchemaOnly() {
        assertThatThrownBy(() -> Isolation.builder()
                        .jdbcUrl("jdbc:sqlite::memory:")
                        .createSchema(false)
                        .maxTenants(1)
                        .open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tenants(…)");
    }
}
