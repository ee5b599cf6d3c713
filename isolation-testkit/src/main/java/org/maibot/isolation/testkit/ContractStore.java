package org.maibot.isolation.testkit;

import java.util.Map;
import java.util.Optional;
import org.maibot.isolation.IsolationContext;

/** A host's store, as {@link StoreChecks} use it. */
interface ContractStore<V> {
    void put(IsolationContext context, String key, V value) throws Exception;

    Optional<V> get(IsolationContext context, String key) throws Exception;

    Map<String, V> list(IsolationContext context) throws Exception;

    void remove(IsolationContext context, String key) throws Exception;

    /** A value that no other number has. */
    V value(int seed);
}
