package org.maibot.isolation;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The carrier of the current context: one thread-local value, set and restored around code that runs in a context.
 * Works alike on platform and virtual threads.
 */
final class Ambient {
    private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

    private Ambient() {}

    /**
     * What a thread is in.
     *
     * @param context the current context, if there is one
     * @param hostEntries the logging context that the host had made before the first context
     * @param framed whether code that a context runs is on the thread's stack: if not, the context may be left over
     */
    private record Scope(@Nullable IsolationContext context, Map<Dimension, String> hostEntries, boolean framed) {
        static Scope ofThread() {
            Scope scope = CURRENT.get();
            return scope != null ? scope : new Scope(null, LoggingContext.entries(), false);
        }

        Scope with(@Nullable IsolationContext other) {
            return new Scope(other, hostEntries, framed);
        }

        void install() {
            if (context == null && !framed) {
                CURRENT.remove();
            } else {
                CURRENT.set(this);
            }
            if (context == null) {
                LoggingContext.show(hostEntries);
            } else {
                LoggingContext.show(context);
            }
        }
    }

    static @Nullable IsolationContext current() {
        Scope scope = CURRENT.get();
        return scope == null ? null : scope.context;
    }

    static <T extends @Nullable Object> T call(IsolationContext context, Callable<T> task) throws Exception {
        Scope outer = begin(context);
        try {
            return task.call();
        } finally {
            end(context, outer);
        }
    }

    static <T extends @Nullable Object> T supply(IsolationContext context, Supplier<T> supplier) {
        Scope outer = begin(context);
        try {
            return supplier.get();
        } finally {
            end(context, outer);
        }
    }

    /** Runs a task from an executor's queue, apart from whatever its thread is in. */
    static void runApart(IsolationContext context, Runnable task) {
        Scope found = CURRENT.get();
        if (found == null) {
            context.run(task);
        } else {
            runApart(found, context, task);
        }
    }

    private static void runApart(Scope found, IsolationContext context, Runnable task) {
        Scope bare = new Scope(null, found.hostEntries, false);
        bare.install();
        if (found.context != null && !found.framed) {
            leaked(found.context, "a pooled thread had it before its task began");
        }
        try {
            context.run(task);
        } finally {
            (found.framed ? found : bare).install();
        }
    }

    /** Makes a context current inside the one that is. */
    static void enter(IsolationContext context) {
        requireNested(current(), context);
        set(context);
    }

    /** Makes a context current, or none. */
    static void set(@Nullable IsolationContext context) {
        Scope.ofThread().with(context).install();
    }

    private static void requireNested(@Nullable IsolationContext outer, IsolationContext context) {
        if (outer != null && !outer.contains(context)) {
            throw notNarrower(
                    outer,
                    "Code that runs in one isolation context was to run in another that is not inside it",
                    "Leave the outer context first, or hand the work to an executor wrapped by the other context");
        }
    }

    /** A refusal, reported, of what would lead out of a context. */
    static IsolationViolationException notNarrower(IsolationContext outer, String refusal, String remedy) {
        IsolationViolationException exception =
                new IsolationViolationException(ViolationReason.CONTEXT_NOT_NARROWER, refusal, remedy);
        IsolationObserver.standard().publish(IsolationEvent.Refused.of(exception, outer));
        return exception;
    }

    private static Scope begin(IsolationContext context) {
        Scope outer = Scope.ofThread();
        requireNested(outer.context, context);
        new Scope(context, outer.hostEntries, true).install();
        return outer;
    }

    private static void end(IsolationContext context, Scope outer) {
        IsolationContext found = current();
        outer.install();
        if (!context.equals(found)) {
            leaked(found == null ? context : found, "code left the thread in another context than it began in");
        }
    }

    private static void leaked(IsolationContext context, String how) {
        IsolationObserver.standard().publish(new IsolationEvent.ContextLeaked(context, how));
    }
}
