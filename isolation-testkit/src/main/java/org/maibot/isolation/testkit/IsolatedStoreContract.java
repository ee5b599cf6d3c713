package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * The contract of a store of a host's own that holds values by scope and key: a cache, files, Redis, vectors. Extend it, and
 * JUnit runs its tests; each name says what is asked.
 *
 * <p>Each test wants a store that is empty in the {@link HostileContexts}: make one in a field or a method with
 * {@code @BeforeEach}, or use a name for each test. Keys are hostile too, though legal as ids: 1 to 128 characters without
 * control characters. Methods are called on several threads.
 *
 * @param <V> a value, with {@code equals}
 */
public abstract class IsolatedStoreContract<V> {
    /** A contract is extended. */
    protected IsolatedStoreContract() {}

    /** Stores a value, in the place of the one that the scope has under the key, if any. */
    protected abstract void put(IsolationContext context, String key, V value) throws Exception;

    /** The value that the scope has under the key. */
    protected abstract Optional<V> get(IsolationContext context, String key) throws Exception;

    /** All values of the scope, by their keys. */
    protected abstract Map<String, V> list(IsolationContext context) throws Exception;

    /** Removes the value that the scope has under the key, if any. */
    protected abstract void remove(IsolationContext context, String key) throws Exception;

    /** A value. Those of two numbers are different, and those of one number equal. */
    protected abstract V value(int seed);

    /**
     * The levels at which the store takes contexts; all by default. Each context is a scope of its own then: what an agent's
     * context stores is not seen in its chat streams, nor the other way round. A store of tenants alone gives {@code
     * EnumSet.of(Dimension.TENANT)}. A store in which wider contexts see into narrower ones gives the narrowest level.
     */
    protected Set<Dimension> levels() {
        return EnumSet.allOf(Dimension.class);
    }

    @Test
    void theSameKeyHoldsAValueOfItsOwnInEveryScope() throws Exception {
        checks().sameKey();
    }

    @Test
    void aKeyThatOthersHaveIsNotThere() throws Exception {
        checks().absentKeys();
    }

    @Test
    void aValueThatIsReplacedIsTheScopesOwn() throws Exception {
        checks().overwriting();
    }

    @Test
    void listsShowTheScopesOwnOnly() throws Exception {
        checks().lists();
    }

    @Test
    void removalTakesTheScopesOwnOnly() throws Exception {
        checks().removal();
    }

    @Test
    void keysThatLookAlikeDoNotMeet() throws Exception {
        checks().hostileKeys();
    }

    @Test
    void keysThatLookLikePartsOfAScopeDoNotLeadIntoAnother() throws Exception {
        checks().keysLikeScopes();
    }

    @Test
    void widerAndNarrowerContextsAreScopesOfTheirOwn() throws Exception {
        IsolationContext context = HostileContexts.all().get(0);
        List<IsolationContext> around = EnumSet.copyOf(levels()).stream()
                .map(level -> HostileContexts.widened(context, level))
                .toList();
        checks().levels(around);
    }

    @Test
    void writersOnSeveralThreadsDoNotMix() throws Exception {
        checks().onThreads();
    }

    private StoreChecks<V> checks() throws Exception {
        List<IsolationContext> contexts = HostileContexts.at(Collections.max(levels()));
        for (IsolationContext context : contexts) {
            assertThat(list(context))
                    .as("what %s holds before the test; give each test an empty store", context)
                    .isEmpty();
        }
        return new StoreChecks<>(new Hosts(), contexts);
    }

    private final class Hosts implements ContractStore<V> {
        @Override
        public void put(IsolationContext context, String key, V value) throws Exception {
            IsolatedStoreContract.this.put(context, key, value);
        }

        @Override
        public Optional<V> get(IsolationContext context, String key) throws Exception {
            return IsolatedStoreContract.this.get(context, key);
        }

        @Override
        public Map<String, V> list(IsolationContext context) throws Exception {
            return IsolatedStoreContract.this.list(context);
        }

        @Override
        public void remove(IsolationContext context, String key) throws Exception {
            IsolatedStoreContract.this.remove(context, key);
        }

        @Override
        public V value(int seed) {
            return IsolatedStoreContract.this.value(seed);
        }
    }
}
