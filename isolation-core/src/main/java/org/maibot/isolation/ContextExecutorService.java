package org.maibot.isolation;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs every task in one context; its life is that of the executor service below. */
final class ContextExecutorService extends AbstractExecutorService {
    private final ExecutorService delegate;
    private final ContextExecutor executor;

    ContextExecutorService(IsolationContext context, ExecutorService delegate) {
        this.delegate = delegate;
        this.executor = new ContextExecutor(context, delegate);
    }

    ContextExecutor executor() {
        return executor;
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void shutdown() {
        delegate.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return delegate.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return delegate.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return delegate.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return delegate.awaitTermination(timeout, unit);
    }

    /**
     * The {@code close()} that executor services have from Java 19 on: left to the executor below, because the common
     * pool closes at once and never terminates.
     */
    public void close() {
        if (delegate instanceof AutoCloseable closeable) {
            close(closeable);
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("An executor service failed to close", e);
        }
    }
}
