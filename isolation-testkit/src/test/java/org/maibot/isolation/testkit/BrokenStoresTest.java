package org.maibot.isolation.testkit;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.testkit.HostRun.failuresOf;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/** Stores that are broken on purpose fail the contract of stores. */
class BrokenStoresTest {
    private record Entry(Object scope, String key, String value) {}

    /** A store that tells scopes and places apart by what is made of them. */
    static class Entries extends IsolatedStoreContract<String> {
        private final Map<Object, Entry> entries = new ConcurrentHashMap<>();

        Object scope(IsolationContext context) {
            return context;
        }

        Object place(IsolationContext context, String key) {
            return List.of(scope(context), key);
        }

        boolean isListed(Object scope, IsolationContext context) {
            return scope.equals(scope(context));
        }

        @Override
        protected void put(IsolationContext context, String key, String value) throws Exception {
            entries.put(place(context, key), new Entry(scope(context), key, value));
        }

        @Override
        protected Optional<String> get(IsolationContext context, String key) throws Exception {
            return Optional.ofNullable(entries.get(place(context, key))).map(Entry::value);
        }

        @Override
        protected Map<String, String> list(IsolationContext context) throws Exception {
            return entries.values().stream()
                    .filter(entry -> isListed(entry.scope(), context))
                    .collect(toMap(Entry::key, Entry::value, (a, b) -> a));
        }

        @Override
        protected void remove(IsolationContext context, String key) throws Exception {
            entries.remove(place(context, key));
        }

        @Override
        protected String value(int seed) {
            return "value " + seed;
        }

        Map<Object, Entry> entries() {
            return entries;
        }
    }

    static Stream<String> ids(IsolationContext context) {
        return Arrays.stream(Dimension.values()).map(context::id).flatMap(Optional::stream);
    }

    static final class JoinsIds extends Entries {
        @Override
        Object scope(IsolationContext context) {
            return ids(context).collect(Collectors.joining(":"));
        }
    }

    static final class LowerCasesIds extends Entries {
        @Override
        Object scope(IsolationContext context) {
            return context.canonical().toLowerCase(Locale.ROOT);
        }
    }

    static final class JoinsScopeAndKey extends Entries {
        @Override
        Object place(IsolationContext context, String key) {
            return ids(context).collect(Collectors.joining("/")) + "/" + key;
        }
    }

    static final class TrimsKeys extends Entries {
        @Override
        Object place(IsolationContext context, String key) {
            return List.of(context, key.strip());
        }
    }

    static final class ListsEverything extends Entries {
        @Override
        boolean isListed(Object scope, IsolationContext context) {
            return true;
        }
    }

    static final class ListsByPrefix extends Entries {
        @Override
        boolean isListed(Object scope, IsolationContext context) {
            return scope.toString().startsWith(context.toString());
        }
    }

    static final class RemovesEverywhere extends Entries {
        @Override
        protected void remove(IsolationContext context, String key) {
            entries().values().removeIf(entry -> entry.key().equals(key));
        }
    }

    static final class KeepsTheFirstValue extends Entries {
        @Override
        protected void put(IsolationContext context, String key, String value) throws Exception {
            if (get(context, key).isEmpty()) {
                super.put(context, key, value);
            }
        }
    }

    static final class FallsBackToAnyScope extends Entries {
        @Override
        protected Optional<String> get(IsolationContext context, String key) throws Exception {
            return super.get(context, key)
                    .or(() -> entries().values().stream()
                            .filter(entry -> entry.key().equals(key))
                            .map(Entry::value)
                            .findFirst());
        }
    }

    static final class ForgetsLevels extends Entries {
        @Override
        Object scope(IsolationContext context) {
            return context.agentId().isPresent()
                    ? context
                    : HostileContexts.all().get(0);
        }
    }

    /** Remembers the scope where another thread finds it. */
    static final class RemembersTheLastScope extends Entries {
        private volatile IsolationContext last = HostileContexts.all().get(0);

        @Override
        protected void put(IsolationContext context, String key, String value) throws Exception {
            last = context;
            if (Thread.currentThread().getName().startsWith("pool")) {
                Thread.sleep(1);
            }
            super.put(last, key, value);
        }
    }

    @Test
    void idsThatAreJoinedAreFoundOut() {
        assertThat(failuresOf(JoinsIds.class))
                .containsExactlyInAnyOrder(
                        "aKeyThatOthersHaveIsNotThere",
                        "aValueThatIsReplacedIsTheScopesOwn",
                        "listsShowTheScopesOwnOnly",
                        "removalTakesTheScopesOwnOnly",
                        "theSameKeyHoldsAValueOfItsOwnInEveryScope",
                        "writersOnSeveralThreadsDoNotMix");
    }

    @Test
    void idsWhoseCaseIsIgnoredAreFoundOut() {
        assertThat(failuresOf(LowerCasesIds.class))
                .contains("theSameKeyHoldsAValueOfItsOwnInEveryScope", "listsShowTheScopesOwnOnly");
    }

    /** As a cache that drops all keys which begin with those of a scope. */
    static final class RemovesInside extends MapStore {
        @Override
        protected void remove(IsolationContext context, String key) throws Exception {
            for (Dimension level : Dimension.values()) {
                for (IsolationContext inner : HostileContexts.at(level)) {
                    if (context.contains(inner)) {
                        super.remove(inner, key);
                    }
                }
            }
        }
    }

    static final class ReplacesInside extends MapStore {
        @Override
        protected void put(IsolationContext context, String key, String value) throws Exception {
            for (Dimension level : Dimension.values()) {
                for (IsolationContext inner : HostileContexts.at(level)) {
                    if (context.contains(inner) && !context.equals(inner)) {
                        remove(inner, key);
                    }
                }
            }
            super.put(context, key, value);
        }
    }

    @Test
    void writesThatReachIntoNarrowerScopesAreFoundOut() {
        assertThat(failuresOf(RemovesInside.class)).containsExactly("widerAndNarrowerContextsAreScopesOfTheirOwn");
        assertThat(failuresOf(ReplacesInside.class)).containsExactly("widerAndNarrowerContextsAreScopesOfTheirOwn");
    }

    @Test
    void keysThatAreJoinedToTheirScopeAreFoundOut() {
        assertThat(failuresOf(JoinsScopeAndKey.class))
                .contains(
                        "keysThatLookLikePartsOfAScopeDoNotLeadIntoAnother",
                        "widerAndNarrowerContextsAreScopesOfTheirOwn");
    }

    @Test
    void keysThatAreTrimmedAreFoundOut() {
        assertThat(failuresOf(TrimsKeys.class)).containsExactly("keysThatLookAlikeDoNotMeet");
    }

    @Test
    void listsOfTooMuchAreFoundOut() {
        assertThat(failuresOf(ListsEverything.class))
                .contains("listsShowTheScopesOwnOnly")
                .doesNotContain("theSameKeyHoldsAValueOfItsOwnInEveryScope");
        assertThat(failuresOf(ListsByPrefix.class)).contains("listsShowTheScopesOwnOnly");
    }

    @Test
    void removalOfTooMuchIsFoundOut() {
        assertThat(failuresOf(RemovesEverywhere.class)).contains("removalTakesTheScopesOwnOnly");
    }

    @Test
    void valuesThatAreNotReplacedAreFoundOut() {
        assertThat(failuresOf(KeepsTheFirstValue.class))
                .containsExactlyInAnyOrder("aValueThatIsReplacedIsTheScopesOwn", "writersOnSeveralThreadsDoNotMix");
    }

    @Test
    void aFallBackIsFoundOut() {
        assertThat(failuresOf(FallsBackToAnyScope.class)).contains("aKeyThatOthersHaveIsNotThere");
    }

    @Test
    void levelsThatAreForgottenAreFoundOut() {
        assertThat(failuresOf(ForgetsLevels.class)).containsExactly("widerAndNarrowerContextsAreScopesOfTheirOwn");
    }

    @Test
    void aScopeThatThreadsShareIsFoundOut() {
        assertThat(failuresOf(RemembersTheLastScope.class)).containsExactly("writersOnSeveralThreadsDoNotMix");
    }

    @Test
    void everyTestOfTheContractFindsOutSome() {
        Class<?>[] broken = Arrays.stream(BrokenStoresTest.class.getDeclaredClasses())
                .filter(type -> Objects.equals(type.getSuperclass(), Entries.class))
                .toArray(Class<?>[]::new);
        assertThat(HostRun.failuresOfAny(broken)).isEqualTo(HostRun.testsOf(IsolatedStoreContract.class));
    }

    @Test
    void theStoreThatIsBrokenIsNotBrokenByItself() {
        assertThat(failuresOf(Entries.class)).isEmpty();
    }
}
