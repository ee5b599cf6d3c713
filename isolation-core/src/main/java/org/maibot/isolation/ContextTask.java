package org.maibot.isolation;

import org.jspecify.annotations.Nullable;

/** A task on its way through an executor to the thread that runs it in a context. */
final class ContextTask implements Runnable {
    private final IsolationContext context;
    private final Runnable task;

    /** The thread that is about to hand the task over. Only that thread finds itself here, so races do no harm. */
    private @Nullable Thread giver = Thread.currentThread();

    ContextTask(IsolationContext context, Runnable task) {
        this.context = context;
        this.task = task;
    }

    void handedOver() {
        giver = null;
    }

    @Override
    public void run() {
        if (Thread.currentThread() == giver) {
            context.run(task);
        } else {
            Ambient.runApart(context, task);
        }
    }
}
