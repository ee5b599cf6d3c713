package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * What {@link IsolatedStoreContract} asks.
 *
 * @param store the host's, and empty
 * @param contexts scopes of one level that are easily confused
 */
record StoreChecks<V>(ContractStore<V> store, List<IsolationContext> contexts) {
    private static final String KEY = "key";

    /** Puts a value of its own under the same key into every scope. */
    private void fill() throws Exception {
        for (int i = 0; i < contexts.size(); i++) {
            store.put(contexts.get(i), KEY, store.value(i));
        }
    }

    private void requireOwn(int scope, V value) throws Exception {
        IsolationContext context = contexts.get(scope);
        assertThat(store.get(context, KEY))
                .as("the value of '%s' in %s", KEY, context)
                .hasValue(value);
    }

    void sameKey() throws Exception {
        fill();
        for (int i = 0; i < contexts.size(); i++) {
            requireOwn(i, store.value(i));
        }
    }

    void overwriting() throws Exception {
        fill();
        for (int i = 0; i < contexts.size(); i++) {
            store.put(contexts.get(i), KEY, store.value(1_000 + i));
            requireOwn(i, store.value(1_000 + i));
            int next = (i + 1) % contexts.size();
            requireOwn(next, store.value(next <= i ? 1_000 + next : next));
        }
        for (int i = 0; i < contexts.size(); i++) {
            requireOwn(i, store.value(1_000 + i));
        }
    }

    /** One scope after the other gets a value: those that have none yet must not see one. */
    void absentKeys() throws Exception {
        for (int i = 0; i < contexts.size(); i++) {
            assertThat(store.get(contexts.get(i), KEY))
                    .as("the value of a key that %s does not have, and others have", contexts.get(i))
                    .isEmpty();
            store.put(contexts.get(i), KEY, store.value(i));
        }
    }

    void lists() throws Exception {
        fill();
        store.put(contexts.get(0), "second", store.value(1_000));
        for (int i = 0; i < contexts.size(); i++) {
            Map<String, V> expected =
                    i == 0 ? Map.of(KEY, store.value(0), "second", store.value(1_000)) : Map.of(KEY, store.value(i));
            assertThat(store.list(contexts.get(i)))
                    .as("what %s holds", contexts.get(i))
                    .containsExactlyInAnyOrderEntriesOf(expected);
        }
    }

    /** The removed values are gone, and all others are there. */
    void removal() throws Exception {
        fill();
        for (int i = 0; i < contexts.size(); i++) {
            store.remove(contexts.get(i), KEY);
            assertThat(store.get(contexts.get(i), KEY))
                    .as("what %s has removed", contexts.get(i))
                    .isEmpty();
            assertThat(store.list(contexts.get(i)))
                    .as("what is left in %s", contexts.get(i))
                    .isEmpty();
            for (int other = i + 1; other < contexts.size(); other++) {
                requireOwn(other, store.value(other));
            }
        }
    }

    void hostileKeys() throws Exception {
        IsolationContext context = contexts.get(0);
        for (int i = 0; i < HostileKeys.ALL.size(); i++) {
            store.put(context, HostileKeys.ALL.get(i), store.value(i));
            store.put(contexts.get(1), HostileKeys.ALL.get(i), store.value(1_000 + i));
        }
        assertThat(store.list(context)).as("what %s holds", context).containsOnlyKeys(HostileKeys.ALL);
        for (int i = 0; i < HostileKeys.ALL.size(); i++) {
            requireValue(new HostileKeys.Place(context, HostileKeys.ALL.get(i)), i);
            requireValue(new HostileKeys.Place(contexts.get(1), HostileKeys.ALL.get(i)), 1_000 + i);
        }
    }

    void keysLikeScopes() throws Exception {
        List<HostileKeys.Pair> pairs = Stream.concat(
                        HostileKeys.pairs(contexts.get(0)).stream(), HostileKeys.paths(contexts.get(0)).stream())
                .toList();
        for (int i = 0; i < pairs.size(); i++) {
            HostileKeys.Pair pair = pairs.get(i);
            store.put(pair.one().context(), pair.one().key(), store.value(2 * i));
            assertThat(store.get(pair.other().context(), pair.other().key()))
                    .as("the value of %s, which has none, beside %s", pair.other(), pair.one())
                    .isEmpty();
            store.put(pair.other().context(), pair.other().key(), store.value(2 * i + 1));
            requireValue(pair.one(), 2 * i);
            requireValue(pair.other(), 2 * i + 1);
            store.remove(pair.other().context(), pair.other().key());
            requireValue(pair.one(), 2 * i);
        }
    }

    private void requireValue(HostileKeys.Place place, int seed) throws Exception {
        assertThat(store.get(place.context(), place.key()))
                .as("the value of %s", place)
                .hasValue(store.value(seed));
    }

    /**
     * The wider scopes around a context are others, also where a key looks like the rest of a narrower scope.
     *
     * @param around a context of each level, the widest first
     */
    void levels(List<IsolationContext> around) throws Exception {
        List<HostileKeys.Place> places = new ArrayList<>();
        around.forEach(context -> places.add(new HostileKeys.Place(context, KEY)));
        IsolationContext inner = around.get(around.size() - 1);
        for (IsolationContext outer : around.subList(0, around.size() - 1)) {
            for (String separator : List.of(":", "/", "|", "-", "_", ".", ",", "")) {
                places.add(new HostileKeys.Place(outer, rest(outer, inner, separator) + separator + KEY));
            }
        }
        for (int i = 0; i < places.size(); i++) {
            store.put(places.get(i).context(), places.get(i).key(), store.value(i));
        }
        for (int i = 0; i < places.size(); i++) {
            requireValue(places.get(i), i);
        }
        assertThat(store.list(inner)).as("what %s holds", inner).containsOnlyKeys(KEY);
        assertThat(store.list(around.get(0)))
                .as("what %s holds", around.get(0))
                .containsOnlyKeys(places.stream()
                        .filter(place -> place.context().equals(around.get(0)))
                        .map(HostileKeys.Place::key)
                        .toList());
        writesReachNoOther(places);
    }

    /** What is stored again or removed in a wider scope leaves the narrower ones, which were written after it, as they are. */
    private void writesReachNoOther(List<HostileKeys.Place> places) throws Exception {
        for (int i = 0; i < places.size(); i++) {
            store.put(places.get(i).context(), places.get(i).key(), store.value(i));
            requireValuesFrom(0, places);
        }
        for (int i = 0; i < places.size(); i++) {
            store.remove(places.get(i).context(), places.get(i).key());
            requireValuesFrom(i + 1, places);
        }
    }

    private void requireValuesFrom(int first, List<HostileKeys.Place> places) throws Exception {
        for (int i = first; i < places.size(); i++) {
            requireValue(places.get(i), i);
        }
    }

    /** The ids that one context has and a wider one has not. */
    private static String rest(IsolationContext outer, IsolationContext inner, String separator) {
        return String.join(
                separator,
                Stream.of(Dimension.values())
                        .filter(dimension -> inner.fixes(dimension) && !outer.fixes(dimension))
                        .map(dimension -> inner.id(dimension).orElseThrow())
                        .toList());
    }

    void onThreads() throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < contexts.size(); i++) {
            int scope = i;
            tasks.add(() -> putAndGet(scope));
        }
        Threads.run(tasks);
        for (int i = 0; i < contexts.size(); i++) {
            requireOwn(i, store.value(2_000 + i));
        }
    }

    private Void putAndGet(int scope) throws Exception {
        for (int round = 0; round < 3; round++) {
            store.put(contexts.get(scope), KEY, store.value(1_000 * round + scope));
            requireOwn(scope, store.value(1_000 * round + scope));
        }
        return null;
    }
}
