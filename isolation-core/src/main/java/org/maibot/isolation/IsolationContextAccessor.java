package org.maibot.isolation;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * The bridge to Micrometer context-propagation, and so to Reactor: the current context travels in snapshots under
 * {@link #KEY}. Found by {@link java.util.ServiceLoader}; needs {@code io.micrometer:context-propagation}, which the
 * host adds. Stateless.
 */
public final class IsolationContextAccessor implements ThreadLocalAccessor<IsolationContext> {
    /** The key of the context in Micrometer's snapshots and in Reactor's context. */
    public static final String KEY = "maibot.isolation";

    /** Made by {@link java.util.ServiceLoader}. */
    public IsolationContextAccessor() {}

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public @Nullable IsolationContext getValue() {
        return Ambient.current();
    }

    /**
     * Makes a captured context current.
     *
     * @throws IsolationViolationException if the thread already runs in a context that does not contain it
     */
    @Override
    public void setValue(IsolationContext context) {
        Ambient.enter(context);
    }

    @Override
    public void setValue() {
        Ambient.set(null);
    }

    @Override
    public void restore(IsolationContext previous) {
        Ambient.set(previous);
    }
}
