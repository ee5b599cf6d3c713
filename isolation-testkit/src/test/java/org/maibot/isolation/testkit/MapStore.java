package org.maibot.isolation.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.maibot.isolation.IsolationContext;

/** A store in memory, whose keys are values: the context, and the key in it. */
class MapStore extends IsolatedStoreContract<String> {
    private final Map<IsolationContext, Map<String, String>> scopes = new ConcurrentHashMap<>();

    private Map<String, String> scope(IsolationContext context) {
        return scopes.computeIfAbsent(context, key -> new ConcurrentHashMap<>());
    }

    @Override
    protected void put(IsolationContext context, String key, String value) throws Exception {
        scope(context).put(key, value);
    }

    @Override
    protected Optional<String> get(IsolationContext context, String key) throws Exception {
        return Optional.ofNullable(scope(context).get(key));
    }

    @Override
    protected Map<String, String> list(IsolationContext context) throws Exception {
        return Map.copyOf(scope(context));
    }

    @Override
    protected void remove(IsolationContext context, String key) throws Exception {
        scope(context).remove(key);
    }

    @Override
    protected String value(int seed) {
        return "value " + seed;
    }
}
