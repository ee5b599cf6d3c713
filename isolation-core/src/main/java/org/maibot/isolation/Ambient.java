package org.maibot.isolation;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The carrier of the current context: one thread-local value, set and restored around code that runs in a context.
 * Works alike on platform and virtual threads.
 */
final class Ambient {
    private static final ThreadLocal<@Nullable IsolationContext> CURRENT = new ThreadLocal<>();

    private Ambient() {}

    static @Nullable IsolationContext current() {
        return CURRENT.get();
    }

    static <T extends @Nullable Object> T call(IsolationContext context, Callable<T> task) throws Exception {
        IsolationContext outer = enter(context);
        try {
            return task.call();
        } finally {
            leave(context, outer);
        }
    }

    static <T extends @Nullable Object> T supply(IsolationContext context, Supplier<T> supplier) {
        IsolationContext outer = enter(context);
        try {
            return supplier.get();
        } finally {
            leave(context, outer);
        }
    }

    /** Runs a task that a pool was given by another thread; whatever context the pool's thread has is left over. */
    static void runPooled(IsolationContext context, Thread submitter, Runnable task) {
        IsolationContext leftOver = CURRENT.get();
        if (leftOver != null && Thread.currentThread() != submitter) {
            set(null);
            leaked(leftOver, "a pooled thread had it before its task began");
        }
        context.run(task);
    }

    /** Makes a context current inside the one that is. */
    static @Nullable IsolationContext enter(IsolationContext context) {
        IsolationContext outer = CURRENT.get();
        if (outer != null && !outer.contains(context)) {
            IsolationViolationException refusal = new IsolationViolationException(
                    ViolationReason.CONTEXT_NOT_NARROWER,
                    "Code that runs in one isolation context was to run in another that is not inside it",
                    "Leave the outer context first, or hand the work to an executor wrapped by the other context");
            IsolationObserver.standard().publish(IsolationEvent.Refused.of(refusal, outer));
            throw refusal;
        }
        set(context);
        return outer;
    }

    private static void leave(IsolationContext context, @Nullable IsolationContext outer) {
        IsolationContext found = CURRENT.get();
        set(outer);
        if (!context.equals(found)) {
            leaked(found == null ? context : found, "code left the thread in another context than it began in");
        }
    }

    /** Sets or, with null, clears the carrier and the logging context. */
    static void set(@Nullable IsolationContext context) {
        if (context == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(context);
        }
        for (Dimension dimension : Dimension.values()) {
            String id = context == null ? null : context.idOrNull(dimension);
            if (id == null) {
                MDC.remove(dimension.columnName());
            } else {
                MDC.put(dimension.columnName(), id);
            }
        }
    }

    private static void leaked(IsolationContext context, String how) {
        IsolationObserver.standard().publish(new IsolationEvent.ContextLeaked(context, how));
    }
}
