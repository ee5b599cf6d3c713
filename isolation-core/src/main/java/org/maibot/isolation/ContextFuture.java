package org.maibot.isolation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A future whose asynchronous stages run on a context's executor unless they name another. */
final class ContextFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    private final Executor executor;

    ContextFuture(Executor executor) {
        this.executor = executor;
    }

    @Override
    public Executor defaultExecutor() {
        return executor;
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new ContextFuture<>(executor);
    }
}
