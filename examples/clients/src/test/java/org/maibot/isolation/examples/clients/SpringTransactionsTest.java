package org.maibot.isolation.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.examples.clients.Bookshop.ACME;
import static org.maibot.isolation.examples.clients.Bookshop.GLOBEX;

import java.util.List;
import javax.sql.DataSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.TestDatabase;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's transactions keep their connection, and stay in their tenant. */
class SpringTransactionsTest {
    private static final String INSERT = "insert into book (id, title) values (?, 'new')";

    /** What is done with a data source. */
    private record Use(JdbcTemplate template, DataSourceTransactionManager manager) {
        static Use of(DataSource dataSource) {
            return new Use(new JdbcTemplate(dataSource), new DataSourceTransactionManager(dataSource));
        }

        TransactionTemplate transaction() {
            return new TransactionTemplate(manager);
        }

        TransactionTemplate nested() {
            TransactionTemplate nested = transaction();
            nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
            return nested;
        }

        int count() {
            return template.queryForObject("select count(*) from book", Integer.class);
        }
    }

    @EachDatabase
    void aTransactionThatFailsIsRolledBack(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            List<String> before = shop.rows(ACME);
            Use use = Use.of(shop.of(ACME));
            assertThatThrownBy(() -> use.transaction().executeWithoutResult(status -> {
                        use.template().update("delete from book_tag");
                        use.template().update(INSERT, 4);
                        assertThat(use.count()).isEqualTo(4);
                        use.template().update(INSERT, 4);
                    }))
                    .isInstanceOf(DataAccessException.class);
            assertThat(shop.rows(ACME)).isEqualTo(before);
        });
    }

    @EachDatabase
    void aRefusalRollsATransactionBackAndLeavesTheConnectionUsable(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            List<String> before = shop.rows(ACME);
            Use use = Use.of(shop.of(ACME));
            Refused.by(() -> use.transaction().executeWithoutResult(status -> {
                use.template().update(INSERT, 4);
                use.template().update("update book set tenant_id = ?", GLOBEX.tenantId());
            }));
            assertThat(shop.rows(ACME)).isEqualTo(before);
            use.transaction().executeWithoutResult(status -> {
                Refused.by(() -> use.template().update("truncate table book"));
                use.template().update(INSERT, 5);
            });
            assertThat(use.count()).isEqualTo(4);
        });
    }

    @EachDatabase
    void aNestedTransactionGoesBackToItsSavepoint(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            Use use = Use.of(shop.of(ACME));
            use.transaction().executeWithoutResult(outer -> {
                use.template().update(INSERT, 4);
                use.nested().executeWithoutResult(inner -> {
                    use.template().update("delete from book_tag");
                    use.template().update(INSERT, 5);
                    inner.setRollbackOnly();
                });
                use.nested().executeWithoutResult(inner -> use.template().update(INSERT, 6));
            });
            assertThat(shop.rows(ACME, "book_tag")).hasSize(2);
            assertThat(shop.rows(ACME, "book")).hasSize(5).noneMatch(row -> row.startsWith("book 5"));
        });
    }

    @EachDatabase
    void aTransactionHasTheLevelItAsksFor(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            Use use = Use.of(shop.of(ACME));
            TransactionTemplate serializable = use.transaction();
            serializable.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
            serializable.setReadOnly(kind != TestDatabase.SQLITE); // which cannot change it on an open connection
            serializable.setTimeout(30);
            assertThat(serializable.<Integer>execute(status -> use.count())).isEqualTo(3);
            use.transaction().executeWithoutResult(status -> use.template().update(INSERT, 4));
            assertThat(use.count()).isEqualTo(4);
        });
    }

    @EachDatabase
    void oneAmbientDataSourceServesAllTenants(TestDatabase kind) throws Exception {
        Bookshop.visit(kind, shop -> {
            Use use = Use.of(shop.isolation().dataSource());
            ACME.run(() -> use.transaction().executeWithoutResult(status -> {
                assertThat(use.template().update("update book set title = 'ours'"))
                        .isEqualTo(3);
                use.template().update(INSERT, 4);
            }));
            assertThat(ACME.call(use::count)).isEqualTo(4);
            assertThat(GLOBEX.call(use::count)).isEqualTo(3);
            Refused.by(use::count);
            IsolationContext agent = ACME.narrow().agent("support").build();
            Refused.by(() -> ACME.run(() -> use.transaction()
                    .executeWithoutResult(
                            status -> agent.run(() -> use.template().update(INSERT, 5)))));
        });
    }
}
