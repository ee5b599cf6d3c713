package org.maibot.isolation.testkit;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.query.IsolatedQueryManager;

/** The library's own query managers keep the contract of query managers. */
class QueryManagersKeepTheContractTest {
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    private abstract static class OfIsolation extends IsolatedQueryManagerContract {
        private final FreshDatabase database;
        private final Isolation isolation;

        OfIsolation(TestDatabase kind) {
            database = kind.fresh();
            isolation = Isolation.builder().dataSource(database.dataSource()).open();
        }

        @BeforeEach
        void empty() {
            for (String table : List.of("llm_usage", "memory_chest", "messages", "chat_streams", "agents")) {
                isolation.system("an empty store").dsl().execute("delete from " + table);
            }
        }

        @Override
        protected IsolatedQueryManager queries(IsolationContext context) {
            return isolation.queries(context);
        }

        @AfterAll
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
}
