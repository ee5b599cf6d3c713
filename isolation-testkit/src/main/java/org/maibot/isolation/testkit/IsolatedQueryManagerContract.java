package org.maibot.isolation.testkit;

import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.IsolatedQueryManager;

/**
 * The contract of query managers, for implementations other than this library's. Extend it, and JUnit runs its tests; each name says
 * what is asked.
 *
 * <p>Each test wants an empty store, and fills the {@link HostileContexts}. Managers are used on four threads.
 */
public abstract class IsolatedQueryManagerContract {
    /** A contract is extended. */
    protected IsolatedQueryManagerContract() {}

    /** What is tested: the query manager of a context, of whatever level. Called many times, also for the same context. */
    protected abstract IsolatedQueryManager queries(IsolationContext context) throws Exception;

    @Test
    void managersAreOfTheContextTheyWereAskedFor() throws Exception {
        new ScopeChecks(this::queries).contexts();
    }

    @Test
    void messagesAreFoundInTheirChatStreamOnly() throws Exception {
        new MessageChecks(this::queries).found();
    }

    @Test
    void messagesThatOthersHaveAreNotFound() throws Exception {
        new MessageChecks(this::queries).absent();
    }

    @Test
    void messageIdsRepeatAcrossScopes() throws Exception {
        new MessageChecks(this::queries).repeatedIds();
    }

    @Test
    void historiesAndSearchesShowTheMessagesOfTheScopeOnly() throws Exception {
        new MessageChecks(this::queries).histories();
    }

    @Test
    void countsAreOfTheMessagesOfTheScopeOnly() throws Exception {
        new MessageChecks(this::queries).counts();
    }

    @Test
    void pagesOfAHistoryStayInTheScope() throws Exception {
        new MessageChecks(this::queries).places();
    }

    @Test
    void aPlaceInTheHistoryOfAnotherScopeShowsNothingOfIt() throws Exception {
        new MessageChecks(this::queries).foreignPlaces();
    }

    @Test
    void writersOnSeveralThreadsDoNotMix() throws Exception {
        new MessageChecks(this::queries).onThreads();
    }

    @Test
    void chatStreamIdsRepeatAcrossScopes() throws Exception {
        new ScopeChecks(this::queries).chatStreams();
    }

    @Test
    void listsShowTheChatStreamsOfTheScopeOnly() throws Exception {
        new ScopeChecks(this::queries).listsOfChatStreams();
    }

    @Test
    void memoriesAreSeenFromInsideAndFromAroundTheirOwnerOnly() throws Exception {
        new MemoryChecks(this::queries).lists();
    }

    @Test
    void countsAreOfTheMemoriesThatTheScopeSeesOnly() throws Exception {
        new MemoryChecks(this::queries).counts();
    }

    @Test
    void memoriesOfOthersAreNotFoundByTheirIds() throws Exception {
        new MemoryChecks(this::queries).byId();
    }

    @Test
    void memoriesOfOthersAreNeitherRemovedNorPromoted() throws Exception {
        new MemoryChecks(this::queries).foreignWrites();
    }

    @Test
    void memoriesOfWiderLevelsAreRemovedFromThereOnly() throws Exception {
        new MemoryChecks(this::queries).widerMemories();
    }

    @Test
    void promotedMemoriesAreSeenInTheirAgentOnly() throws Exception {
        new MemoryChecks(this::queries).promotions();
    }

    @Test
    void totalsCountTheUseByTheScopeOnly() throws Exception {
        new ScopeChecks(this::queries).usage();
    }

    @Test
    void agentIdsRepeatAcrossTenants() throws Exception {
        new ScopeChecks(this::queries).agents();
    }

    @Test
    void listsShowTheAgentsOfTheTenantOnly() throws Exception {
        new ScopeChecks(this::queries).listsOfAgents();
    }

    @Test
    void overviewsCountWhatTheScopeHoldsOnly() throws Exception {
        new ScopeChecks(this::queries).overviews();
    }

    @Test
    void whatNeedsANarrowerContextIsRefused() throws Exception {
        new ScopeChecks(this::queries).narrowerContexts();
    }

    @Test
    void promotionsToAWiderLevelThanTheContextsAreRefused() throws Exception {
        new ScopeChecks(this::queries).widerLevels();
    }
}
