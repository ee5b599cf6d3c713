package org.maibot.isolation.testkit;

import static org.maibot.isolation.testkit.IsolationAssertions.assertThatRefused;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.IsolatingDataSource;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;

/** The library's own data sources keep the contract of data sources. */
class DataSourcesKeepTheContractTest {
    /** That of a runtime. */
    private abstract static class OfIsolation extends IsolatedDataSourceContract {
        private final FreshDatabase database;
        private final Isolation isolation;

        OfIsolation(TestDatabase kind) {
            database = kind.fresh();
            isolation = Isolation.builder()
                    .dataSource(database.dataSource())
                    .createSchema(false)
                    .open();
        }

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return isolation.dataSource(context);
        }

        @Override
        protected DataSource unguarded() {
            return database.dataSource();
        }

        @Override
        protected void schemaChanged() {
            isolation.refresh();
        }

        @Override
        protected void assertRefused(ThrowingCallable code) {
            assertThatRefused(code);
        }

        @AfterEach
        void close() {
            isolation.close();
            database.close();
        }
    }

    @Nested
    class OnSqlite extends OfIsolation {
        OnSqlite() {
            super(TestDatabase.SQLITE);
        }
    }

    @Nested
    class OnPostgresql extends OfIsolation {
        OnPostgresql() {
            super(TestDatabase.POSTGRESQL_18);
        }
    }

    @Nested
    class OnMysql extends OfIsolation {
        OnMysql() {
            super(TestDatabase.MYSQL);
        }
    }

    @Nested
    class OnMariadb extends OfIsolation {
        OnMariadb() {
            super(TestDatabase.MARIADB);
        }
    }

    /** A wrapped pool, whose rules are not read again. */
    @Nested
    class OverAPool extends IsolatedDataSourceContract {
        private final FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
        private final TableRules rules;

        OverAPool() throws SQLException {
            rules = TableRules.builder().readFrom(database.dataSource());
        }

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return IsolatingDataSource.wrap(database.dataSource(), rules, () -> context);
        }

        @Override
        protected DataSource unguarded() {
            return database.dataSource();
        }

        @AfterEach
        void close() {
            database.close();
        }
    }
}
