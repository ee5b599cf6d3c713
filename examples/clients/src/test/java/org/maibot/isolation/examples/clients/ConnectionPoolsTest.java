package org.maibot.isolation.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.examples.clients.Bookshop.ACME;
import static org.maibot.isolation.examples.clients.Bookshop.GLOBEX;
import static org.maibot.isolation.examples.clients.PlainSql.titles;
import static org.maibot.isolation.examples.clients.PlainSql.update;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.IsolatingDataSource;
import org.maibot.isolation.jdbc.TestDatabase;

/** HikariCP below the isolating data source, and above it. */
class ConnectionPoolsTest {
    private static final int THREADS = 6;
    private static final int ROUNDS = 20;

    private static HikariDataSource pool(DataSource dataSource) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(5_000);
        return new HikariDataSource(config);
    }

    /** Adds books under ids that the other tenant uses too, changes them, and reads them again. */
    private static void work(DataSource ambient, IsolationContext context, int thread) throws SQLException {
        for (int round = 0; round < ROUNDS; round++) {
            long id = 100L * (thread + 1) + round;
            update(ambient, "insert into book (id, title) values (?, ?)", id, "draft");
            int changed = update(ambient, "update book set title = ? where id = ?", context.tenantId(), id);
            assertThat(changed).isOne();
            List<String> titles = titles(ambient);
            assertThat(titles.subList(3, titles.size()))
                    .allMatch(title -> title.equals("draft") || title.equals(context.tenantId()));
        }
    }

    @EachDatabase
    void onePoolBelowServesSeveralThreadsAndContexts(TestDatabase kind) throws Exception {
        try (Bookshop shop = new Bookshop(kind)) {
            DataSource ambient = shop.isolation().dataSource();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                IsolationContext context = i % 2 == 0 ? ACME : GLOBEX;
                int thread = i / 2;
                done.add(context.wrap(threads).submit(() -> {
                    work(ambient, context, thread);
                    return null;
                }));
            }
            threads.shutdown();
            for (Future<?> future : done) {
                future.get();
            }
            for (IsolationContext context : List.of(ACME, GLOBEX)) {
                assertThat(shop.rows(context, "book"))
                        .hasSize(3 + ROUNDS * THREADS / 2)
                        .filteredOn(row -> row.contains(" " + context.tenantId() + " "))
                        .hasSize(ROUNDS * THREADS / 2);
            }
        }
    }

    @EachDatabase
    void aPoolOfOneContextAboveIsConfinedToIt(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (HikariDataSource acme = pool(shop.of(ACME));
                    HikariDataSource globex = pool(shop.of(GLOBEX))) {
                assertThat(update(acme, "update book set title = 'A' where id = 1"))
                        .isOne();
                assertThat(update(acme, "insert into book (id, title) values (4, 'new')"))
                        .isOne();
                assertThat(titles(acme)).containsExactly("A", "Wandering", "Rickshaw Boy", "new");
                assertThat(titles(globex)).containsExactly("Call to Arms", "Wandering", "Rickshaw Boy");
                Refused.by(() ->
                        update(acme, "insert into book (tenant_id, id, title) values (?, 5, 'x')", GLOBEX.tenantId()));
                assertThat(titles(acme)).hasSize(4);
            }
        });
    }

    @EachDatabase
    void aPooledConnectionOfOneContextIsRefusedInAnother(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (HikariDataSource pool = ACME.call(() -> pool(shop.isolation().dataSource()))) {
                assertThat(ACME.call(() -> titles(pool))).hasSize(3);
                Refused.by(() -> GLOBEX.call(() -> titles(pool)));
                Refused.by(() -> titles(pool));
                Refused.by(() -> GLOBEX.call(() -> update(pool, "delete from book_tag")));
                assertThat(ACME.call(() -> update(pool, "delete from book_tag")))
                        .isEqualTo(2);
            }
        });
    }

    @EachDatabase
    void aStatementPreparedInOneContextIsRefusedInAnother(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (HikariDataSource pool = ACME.call(() -> pool(shop.isolation().dataSource()));
                    Connection connection = pool.getConnection();
                    PreparedStatement statement =
                            ACME.call(() -> connection.prepareStatement("delete from book_tag where book_id = ?"))) {
                statement.setLong(1, 1);
                Refused.by(() -> GLOBEX.call(statement::executeUpdate));
                statement.setLong(1, 1);
                int deleted = ACME.call(statement::executeUpdate);
                assertThat(deleted).isOne();
            }
        });
    }

    @EachDatabase
    void aPoolAboveTheAmbientDataSourceDoesNotOpenWithoutAContext(TestDatabase kind) throws Exception {
        Bookshop.visit(
                kind,
                shop -> Refused.by(() -> pool(shop.isolation().dataSource()).close()));
    }

    @EachDatabase
    void whatAContextSetsOnAConnectionIsGoneWhenItIsBackInThePool(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (HikariDataSource below = pool(shop.below())) {
                DataSource acme =
                        IsolatingDataSource.wrap(below, shop.isolation().rules(), () -> ACME);
                State before = State.of(below);
                try (Connection connection = acme.getConnection()) {
                    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                    connection.setReadOnly(kind != TestDatabase.SQLITE); // which cannot change it on an open connection
                    connection.setAutoCommit(false);
                    assertThat(connection.getAutoCommit()).isFalse();
                }
                assertThat(State.of(below)).isEqualTo(before);
            }
        });
    }

    /** What a connection is set to. */
    private record State(boolean autoCommit, boolean readOnly, int isolation) {
        static State of(DataSource dataSource) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                return new State(
                        connection.getAutoCommit(), connection.isReadOnly(), connection.getTransactionIsolation());
            }
        }
    }

    @EachDatabase
    void whatIsNotCommittedIsRolledBackWhenItIsBackInThePool(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            try (HikariDataSource pool = pool(shop.of(ACME))) {
                try (Connection connection = pool.getConnection()) {
                    connection.setAutoCommit(false);
                    assertThat(update(connection, "delete from book_tag")).isEqualTo(2);
                    assertThatThrownBy(() -> update(connection, "insert into book (id, title) values (1, 'twice')"))
                            .isInstanceOf(SQLException.class);
                }
                assertThat(shop.rows(ACME, "book_tag")).hasSize(2);
                assertThat(titles(pool)).hasSize(3);
            }
        });
    }
}
