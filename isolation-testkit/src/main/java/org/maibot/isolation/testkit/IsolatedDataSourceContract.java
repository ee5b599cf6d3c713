package org.maibot.isolation.testkit;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;

/**
 * The contract of a data source that is confined to a context, for a host's own way to one: a pool, a wrapper or a guard of its
 * own. Extend it, and JUnit runs its tests; each name says what is asked.
 *
 * <p>Each test makes a table of a random name with the isolation columns and a row of each of the {@link HostileContexts}, and
 * drops it in the end. Two connections are open at once, and more on four threads. SQLite, PostgreSQL, MySQL and MariaDB are known.
 */
public abstract class IsolatedDataSourceContract {
    /** A contract is extended. */
    protected IsolatedDataSourceContract() {}

    /**
     * What is tested: a data source that is confined to a context, of whatever level. Called many times, also for the same
     * context, and on several threads.
     */
    protected abstract DataSource dataSource(IsolationContext context) throws Exception;

    /** A data source of the same database that nothing guards, to create and drop tables and see what really is in them. */
    protected abstract DataSource unguarded() throws Exception;

    /**
     * Called when a table was created. A host whose guard reads the schema has it read again here, as by {@code
     * isolation.refresh()}. One of the tables has a key without the isolation columns, to which {@code refuseSchemaErrors()} would
     * object.
     */
    protected void schemaChanged() throws Exception {}

    /**
     * Asserts that code is refused: by default, that it throws an {@link SQLException} or an {@link IsolationViolationException}. A
     * host that confines by this library can ask for more, with {@link IsolationAssertions#assertThatRefused}.
     */
    protected void assertRefused(ThrowingCallable code) {
        Assertions.assertThat(Assertions.catchThrowable(code))
                .as("what the code was refused by")
                .isInstanceOfAny(SQLException.class, IsolationViolationException.class);
    }

    @Test
    void queriesShowTheRowsOfTheScopeOnly() throws Exception {
        check(DataSourceReads::ownRows);
    }

    @Test
    void joinsSubqueriesAndUnionsShowTheRowsOfTheScopeOnly() throws Exception {
        check(DataSourceReads::joinsAndSubqueries);
    }

    @Test
    void predicatesDoNotOpenTheScope() throws Exception {
        check(DataSourceReads::predicates);
    }

    @Test
    void aggregatesCountTheRowsOfTheScopeOnly() throws Exception {
        check(DataSourceReads::aggregates);
    }

    @Test
    void widerContextsShowAllThatLiesInside() throws Exception {
        check(DataSourceReads::widerContexts);
    }

    @Test
    void preparedStatementsKeepTheScopeWhenExecutedAgain() throws Exception {
        check(DataSourceReads::preparedAgain);
    }

    @Test
    void everyMethodThatPreparesOrExecutesKeepsTheScope() throws Exception {
        check(DataSourceMethods::queries);
        check(DataSourceMethods::updates);
    }

    @Test
    void insertsAreStoredUnderTheIdsOfTheContext() throws Exception {
        check(DataSourceWrites::inserts);
    }

    @Test
    void insertsMayNameTheIdsOfTheContext() throws Exception {
        check(DataSourceWrites::insertsWithIds);
    }

    @Test
    void insertsThatNameAnotherScopeAreRefused() throws Exception {
        check(DataSourceWrites::foreignInserts);
    }

    @Test
    void updatesLeaveTheRowsOfOthersAsTheyWere() throws Exception {
        check(DataSourceWrites::updates);
    }

    @Test
    void updatesThatMoveRowsToAnotherScopeAreRefused() throws Exception {
        check(DataSourceWrites::moves);
    }

    @Test
    void deletesLeaveTheRowsOfOthers() throws Exception {
        check(DataSourceWrites::deletes);
    }

    @Test
    void upsertsWriteTheRowsOfTheScopeOnly() throws Exception {
        check(DataSourceWrites::upserts);
    }

    @Test
    void upsertsThatMeetARowOfAnotherScopeLeaveItAsItWas() throws Exception {
        check(ContractTable.withKeyOfAllScopes(unguarded()), DataSourceWrites::foreignUpserts);
    }

    @Test
    void batchesKeepTheScope() throws Exception {
        check(DataSourceWrites::batches);
    }

    @Test
    void severalStatementsInOneTextAreRefused() throws Exception {
        check(DataSourceEscapes::severalStatements);
    }

    @Test
    void definitionsOfTablesAreRefused() throws Exception {
        check(DataSourceEscapes::definitions);
    }

    @Test
    void catalogTablesAndSettingsAreRefused() throws Exception {
        check(DataSourceEscapes::catalogsAndSettings);
    }

    @Test
    void anotherSchemaOrCatalogAndProceduresAreRefused() throws Exception {
        check(DataSourceEscapes::schemasAndCatalogs);
    }

    @Test
    void unwrappingDoesNotLeadOut() throws Exception {
        check(DataSourceEscapes::unwrapping);
    }

    @Test
    void statementsAndResultSetsDoNotLeadOut() throws Exception {
        check(DataSourceEscapes::parents);
    }

    @Test
    void resultSetsDoNotMoveRowsToAnotherScope() throws Exception {
        check(DataSourceEscapes::writtenResultSets);
    }

    @Test
    void connectionsOfTwoContextsThatAreUsedInTurnDoNotMix() throws Exception {
        check(DataSourceConnections::alternating);
    }

    @Test
    void connectionsOnSeveralThreadsDoNotMix() throws Exception {
        check(DataSourceConnections::onThreads);
    }

    @Test
    void aConnectionThatComesBackCarriesNothingToTheNextContext() throws Exception {
        check(DataSourceConnections::comingBack);
    }

    @Test
    void aConnectionThatWasClosedIsOfNoUse() throws Exception {
        check(DataSourceConnections::closed);
    }

    @Test
    void aTransactionThatIsRolledBackLeavesNothing() throws Exception {
        check(DataSourceConnections::rolledBack);
    }

    @Test
    void aTransactionKeepsWhatIsCommittedAndNothingElse() throws Exception {
        check(DataSourceConnections::committed);
    }

    /** What a test asks. */
    private interface Check {
        void run(ContractDatabase database) throws Exception;
    }

    private void check(Check check) throws Exception {
        check(ContractTable.create(unguarded()), check);
    }

    private void check(ContractTable created, Check check) throws Exception {
        try (ContractTable table = created) {
            schemaChanged();
            check.run(new ContractDatabase(table, this::dataSource, this::assertRefused));
        }
    }
}
