package org.maibot.isolation.jdbc;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/**
 * Scoped statements of the SDK's own, rendered on first use: a database without the canonical schema has no such tables. Safe
 * for use by several threads.
 *
 * @param <S> a record of statements
 */
final class StatementCache<S> {
    private final Engine engine;
    private final BiFunction<Engine, IsolationContext, S> render;
    private volatile @Nullable S statements;

    StatementCache(Engine engine, BiFunction<Engine, IsolationContext, S> render) {
        this.engine = engine;
        this.render = render;
    }

    /** The statements; rendered in the context of a chat stream if need be. */
    S get(IsolationContext stream) {
        S known = statements;
        if (known == null || engine.hasListener()) { // which is told whether they were scoped before
            known = render.apply(engine, stream);
            statements = known;
        }
        return known;
    }
}
