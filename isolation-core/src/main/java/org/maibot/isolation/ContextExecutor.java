package org.maibot.isolation;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;

/** Runs every task in one context. One that wraps another has the narrower context and the executor below. */
record ContextExecutor(IsolationContext context, Executor delegate) implements Executor {
    ContextExecutor {
        if (delegate instanceof ContextExecutorService service) {
            delegate = service.executor();
        }
        if (delegate instanceof ContextExecutor wrapped) {
            delegate = below(wrapped, context);
        }
    }

    private static Executor below(ContextExecutor wrapped, IsolationContext context) {
        if (!wrapped.context.contains(context)) {
            throw Ambient.notNarrower(
                    wrapped.context,
                    "An executor of one isolation context was to be wrapped by another that is not inside it",
                    "Wrap the executor below, which whoever wrapped it has");
        }
        return wrapped.delegate;
    }

    @Override
    public void execute(Runnable task) {
        ContextTask contextTask = new ContextTask(context, requireNonNull(task, "task"));
        delegate.execute(contextTask);
        contextTask.handedOver();
    }
}
