package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.HostRun.failuresOf;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.IsolatedQueryManager;

/** Query managers that are broken on purpose fail the contract of query managers. */
class BrokenQueryManagersTest {
    private static final IsolationContext FIRST = HostileContexts.all().get(0);

    /** What changes and creates. */
    private static final Set<String> WRITES =
            Set.of("append", "appendAll", "getOrCreate", "store", "record", "promote", "forget");

    /** What can be asked of a chat stream or an agent only. */
    private static final Set<String> NARROW = Set.of("find");

    /** Over the library's own. */
    private abstract static class Broken extends IsolatedQueryManagerContract {
        private final Isolation isolation = Isolation.open("jdbc:sqlite::memory:");

        IsolatedQueryManager own(IsolationContext context) {
            return isolation.queries(context);
        }

        @AfterEach
        void close() {
            isolation.close();
        }
    }

    /** A manager some of whose methods are those of another. */
    private static IsolatedQueryManager mixed(IsolatedQueryManager own, IsolatedQueryManager other, Set<String> ofOwn) {
        return (IsolatedQueryManager) mixed(IsolatedQueryManager.class, own, other, ofOwn);
    }

    private static Object mixed(Class<?> type, Object own, Object other, Set<String> ofOwn) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> {
            try {
                if (method.getReturnType().getSimpleName().endsWith("Queries")) {
                    return mixed(method.getReturnType(), method.invoke(own), method.invoke(other), ofOwn);
                }
                return method.invoke(ofOwn.contains(method.getName()) ? own : other, values);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    static final class OfTheFirstContext extends Broken {
        @Override
        protected IsolatedQueryManager queries(IsolationContext context) {
            return own(FIRST);
        }
    }

    static final class LowerCasesTenants extends Broken {
        @Override
        protected IsolatedQueryManager queries(IsolationContext context) {
            return own(IsolationContext.parse(context.canonical().toLowerCase(Locale.ROOT)));
        }
    }

    static final class ReadsTheTenant extends Broken {
        @Override
        protected IsolatedQueryManager queries(IsolationContext context) {
            IsolationContext tenant = HostileContexts.widened(context, Dimension.TENANT);
            return mixed(own(context), own(tenant), union(WRITES, NARROW));
        }
    }

    /** Writes by ids, too, are not confined to less than the agent. */
    static final class ForgetsChatStreams extends Broken {
        @Override
        protected IsolatedQueryManager queries(IsolationContext context) {
            if (context.level() != Dimension.CHAT_STREAM) {
                return own(context);
            }
            IsolatedQueryManager agent = own(HostileContexts.widened(context, Dimension.AGENT));
            return mixed(agent, own(context), Set.of("forget", "promote", "count"));
        }
    }

    /** Puts what has no chat stream into a default one. */
    static final class HasADefaultStream extends Broken {
        @Override
        protected IsolatedQueryManager queries(IsolationContext context) {
            return own(context.contains(FIRST) ? FIRST : context);
        }
    }

    static final class PromotesEverything extends Broken {
        @Override
        protected IsolatedQueryManager queries(IsolationContext context) {
            if (!context.fixes(Dimension.AGENT)) {
                return own(context);
            }
            IsolatedQueryManager agent = own(HostileContexts.widened(context, Dimension.AGENT));
            return mixed(agent, own(context), Set.of("promote"));
        }
    }

    @Test
    void managersOfAnotherContextAreFoundOut() {
        assertThat(failuresOf(OfTheFirstContext.class))
                .contains(
                        "managersAreOfTheContextTheyWereAskedFor",
                        "messagesAreFoundInTheirChatStreamOnly",
                        "overviewsCountWhatTheScopeHoldsOnly");
    }

    @Test
    void idsWhoseCaseIsIgnoredAreFoundOut() {
        assertThat(failuresOf(LowerCasesTenants.class))
                .contains("messageIdsRepeatAcrossScopes", "totalsCountTheUseByTheScopeOnly");
    }

    @Test
    void readsOfAWiderScopeAreFoundOut() {
        assertThat(failuresOf(ReadsTheTenant.class))
                .contains(
                        "historiesAndSearchesShowTheMessagesOfTheScopeOnly",
                        "aPlaceInTheHistoryOfAnotherScopeShowsNothingOfIt",
                        "memoriesAreSeenFromInsideAndFromAroundTheirOwnerOnly");
    }

    @Test
    void memoriesThatAreWrittenFromSiblingsAreFoundOut() {
        assertThat(failuresOf(ForgetsChatStreams.class))
                .contains(
                        "memoriesOfOthersAreNeitherRemovedNorPromoted",
                        "memoriesOfWiderLevelsAreRemovedFromThereOnly",
                        "countsAreOfTheMessagesOfTheScopeOnly");
    }

    @Test
    void aDefaultStreamIsFoundOut() {
        assertThat(failuresOf(HasADefaultStream.class)).contains("whatNeedsANarrowerContextIsRefused");
    }

    @Test
    void promotionsFromInsideAreFoundOut() {
        assertThat(failuresOf(PromotesEverything.class))
                .containsExactly("promotionsToAWiderLevelThanTheContextsAreRefused");
    }

    @Test
    void everyTestOfTheContractFindsOutSome() {
        Class<?>[] broken = Arrays.stream(BrokenQueryManagersTest.class.getDeclaredClasses())
                .filter(type -> Objects.equals(type.getSuperclass(), Broken.class))
                .toArray(Class<?>[]::new);
        assertThat(List.of(broken)).isNotEmpty();
        assertThat(HostRun.failuresOfAny(broken)).isEqualTo(HostRun.testsOf(IsolatedQueryManagerContract.class));
    }
}
