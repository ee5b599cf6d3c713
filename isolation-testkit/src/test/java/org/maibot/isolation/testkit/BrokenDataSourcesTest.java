package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.HostRun.failuresOf;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jooq.tools.jdbc.DefaultStatement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.IsolatingDataSource;
import org.maibot.isolation.jdbc.TableRules;
import org.maibot.isolation.jdbc.TestDatabase;

/** Data sources that are broken on purpose fail the contract of data sources. */
class BrokenDataSourcesTest {
    private abstract static class Broken extends IsolatedDataSourceContract {
        private final FreshDatabase database;
        private final TableRules rules;

        Broken() throws SQLException {
            this(TestDatabase.SQLITE);
        }

        Broken(TestDatabase kind) throws SQLException {
            database = kind.fresh();
            rules = TableRules.builder().readFrom(database.dataSource());
        }

        /** The library's own. */
        DataSource confined(IsolationContext context) {
            return IsolatingDataSource.wrap(database.dataSource(), rules, () -> context);
        }

        @Override
        protected DataSource unguarded() {
            return database.dataSource();
        }

        @Override
        protected void schemaChanged() throws SQLException {
            rules.refresh();
        }

        TableRules rules() {
            return rules;
        }

        @AfterEach
        void close() {
            database.close();
        }
    }

    /** How a connection is opened. */
    private interface Opening {
        Connection open() throws SQLException;
    }

    /** A data source that gives connections, and nothing else. */
    private static DataSource opening(Opening opening) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, values) -> {
                    if (method.getName().equals("getConnection")) {
                        return opening.open();
                    }
                    throw new SQLException(method.getName() + " is not asked for here");
                });
    }

    static final class Unguarded extends Broken {
        Unguarded() throws SQLException {}

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return unguarded();
        }
    }

    static final class UnguardedOnPostgresql extends Broken {
        UnguardedOnPostgresql() throws SQLException {
            super(TestDatabase.POSTGRESQL_18);
        }

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return unguarded();
        }
    }

    static final class OfTheFirstContext extends Broken {
        OfTheFirstContext() throws SQLException {}

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return confined(HostileContexts.all().get(0));
        }
    }

    static final class LowerCasesIds extends Broken {
        LowerCasesIds() throws SQLException {}

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return confined(IsolationContext.parse(context.canonical().toLowerCase(Locale.ROOT)));
        }
    }

    /** The context is where another thread finds it. */
    static final class SharesTheContext extends Broken {
        private final AtomicReference<IsolationContext> last =
                new AtomicReference<>(HostileContexts.all().get(0));

        SharesTheContext() throws SQLException {}

        @Override
        protected DataSource dataSource(IsolationContext context) {
            last.set(context);
            return IsolatingDataSource.wrap(unguarded(), rules(), last::get);
        }
    }

    static final class Unwraps extends Broken {
        Unwraps() throws SQLException {}

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return opening(() -> new DefaultConnection(confined(context).getConnection()) {
                @Override
                public <T> T unwrap(Class<T> type) throws SQLException {
                    return unguarded().getConnection().unwrap(type);
                }
            });
        }
    }

    static final class LeadsOut extends Broken {
        LeadsOut() throws SQLException {}

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return opening(() -> new DefaultConnection(confined(context).getConnection()) {
                @Override
                public Statement createStatement() throws SQLException {
                    return new DefaultStatement(super.createStatement(), this) {
                        @Override
                        public Connection getConnection() throws SQLException {
                            return unguarded().getConnection();
                        }
                    };
                }
            });
        }
    }

    /** As a wrapper that was written for one client's calls. */
    static final class GuardsTheUsualMethods extends Broken {
        GuardsTheUsualMethods() throws SQLException {}

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return opening(() -> new DefaultConnection(confined(context).getConnection()) {
                @Override
                public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
                    return unguarded().getConnection().prepareStatement(sql, keys);
                }
            });
        }
    }

    static final class GuardsTheUsualExecutions extends Broken {
        GuardsTheUsualExecutions() throws SQLException {}

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return opening(() -> new DefaultConnection(confined(context).getConnection()) {
                @Override
                public Statement createStatement() throws SQLException {
                    return new DefaultStatement(super.createStatement(), this) {
                        @Override
                        public long executeLargeUpdate(String sql) throws SQLException {
                            try (Connection past = unguarded().getConnection();
                                    Statement statement = past.createStatement()) {
                                return statement.executeLargeUpdate(sql);
                            }
                        }
                    };
                }
            });
        }
    }

    static final class CommitsOnClose extends Broken {
        CommitsOnClose() throws SQLException {}

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return opening(() -> new DefaultConnection(confined(context).getConnection()) {
                @Override
                public void close() throws SQLException {
                    if (!getAutoCommit()) {
                        commit();
                    }
                    super.close();
                }
            });
        }
    }

    static final class HasNoTransactions extends Broken {
        HasNoTransactions() throws SQLException {}

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return opening(() -> new DefaultConnection(confined(context).getConnection()) {
                @Override
                public void setAutoCommit(boolean each) {}

                @Override
                public void commit() {}

                @Override
                public void rollback() {}
            });
        }
    }

    /** One connection for all, which stays open, though clean. */
    static final class ClosesNothing extends Broken {
        private final Connection one;

        ClosesNothing() throws SQLException {
            one = new DefaultConnection(unguarded().getConnection()) {
                @Override
                public void close() throws SQLException {
                    if (!getAutoCommit()) {
                        rollback();
                        setAutoCommit(true);
                    }
                }
            };
        }

        @Override
        protected DataSource dataSource(IsolationContext context) {
            return IsolatingDataSource.wrap(opening(() -> one), rules(), () -> context);
        }
    }

    @Test
    void noGuardAtAllIsFoundOut() {
        assertThat(failuresOf(Unguarded.class))
                .contains(
                        "queriesShowTheRowsOfTheScopeOnly",
                        "insertsThatNameAnotherScopeAreRefused",
                        "updatesThatMoveRowsToAnotherScopeAreRefused",
                        "upsertsThatMeetARowOfAnotherScopeLeaveItAsItWas",
                        "severalStatementsInOneTextAreRefused",
                        "definitionsOfTablesAreRefused",
                        "unwrappingDoesNotLeadOut");
    }

    @Test
    void aGuardOfAnotherContextIsFoundOut() {
        assertThat(failuresOf(OfTheFirstContext.class))
                .contains("insertsAreStoredUnderTheIdsOfTheContext", "widerContextsShowAllThatLiesInside");
        assertThat(failuresOf(LowerCasesIds.class))
                .contains("queriesShowTheRowsOfTheScopeOnly", "insertsMayNameTheIdsOfTheContext");
    }

    @Test
    void aContextThatThreadsShareIsFoundOut() {
        assertThat(failuresOf(SharesTheContext.class))
                .contains("connectionsOfTwoContextsThatAreUsedInTurnDoNotMix", "connectionsOnSeveralThreadsDoNotMix")
                .doesNotContain("queriesShowTheRowsOfTheScopeOnly");
    }

    @Test
    void waysOutAreFoundOut() {
        assertThat(failuresOf(Unwraps.class)).containsExactly("unwrappingDoesNotLeadOut");
        assertThat(failuresOf(LeadsOut.class)).contains("statementsAndResultSetsDoNotLeadOut");
        assertThat(failuresOf(GuardsTheUsualMethods.class))
                .containsExactly("everyMethodThatPreparesOrExecutesKeepsTheScope");
        assertThat(failuresOf(GuardsTheUsualExecutions.class))
                .containsExactly("everyMethodThatPreparesOrExecutesKeepsTheScope");
    }

    @Test
    void connectionsThatCarrySomethingAreFoundOut() {
        assertThat(failuresOf(CommitsOnClose.class))
                .containsExactly("aConnectionThatComesBackCarriesNothingToTheNextContext");
        assertThat(failuresOf(ClosesNothing.class)).contains("aConnectionThatWasClosedIsOfNoUse");
    }

    @Test
    void transactionsThatAreNoneAreFoundOut() {
        assertThat(failuresOf(HasNoTransactions.class))
                .containsExactlyInAnyOrder(
                        "aConnectionThatComesBackCarriesNothingToTheNextContext",
                        "aTransactionThatIsRolledBackLeavesNothing",
                        "aTransactionKeepsWhatIsCommittedAndNothingElse");
    }

    @Test
    void everyTestOfTheContractFindsOutSome() {
        Class<?>[] broken = Arrays.stream(BrokenDataSourcesTest.class.getDeclaredClasses())
                .filter(type -> Objects.equals(type.getSuperclass(), Broken.class))
                .toArray(Class<?>[]::new);
        assertThat(HostRun.failuresOfAny(broken)).isEqualTo(HostRun.testsOf(IsolatedDataSourceContract.class));
    }
}
