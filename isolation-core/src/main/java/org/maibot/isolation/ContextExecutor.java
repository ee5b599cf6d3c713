package org.maibot.isolation;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;

/** Runs every task in one context. */
record ContextExecutor(IsolationContext context, Executor delegate) implements Executor {
    @Override
    public void execute(Runnable task) {
        requireNonNull(task, "task");
        Thread submitter = Thread.currentThread();
        delegate.execute(() -> Ambient.runPooled(context, submitter, task));
    }
}
