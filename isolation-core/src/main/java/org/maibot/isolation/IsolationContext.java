package org.maibot.isolation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a scope: a tenant, and optionally an agent of it, a platform of the agent, and a chat stream on the
 * platform.
 *
 * <p>An id is any Unicode text of 1 to 128 code points without control characters. Ids compare exactly: case, spaces
 * and combining characters count, nothing is normalized. A dimension is either fixed by an id or open; there is no
 * empty id. Dimensions are fixed from the outside in, so a chat stream without a platform does not exist.
 *
 * <p>Instances are immutable, safe for use by several threads, and equal when their ids are.
 */
public final class IsolationContext {
    private static final List<Dimension> DIMENSIONS = List.of(Dimension.values());

    /** One id per fixed dimension, in the order of {@link Dimension}. */
    private final String[] ids;

    private final int hash;

    private IsolationContext(String[] ids) {
        this.ids = ids;
        this.hash = Arrays.hashCode(ids);
    }

    /**
     * Returns the context of a tenant.
     *
     * @throws IsolationViolationException if an id is absent or not legal
     */
    public static IsolationContext of(String tenantId) {
        return ofIds(tenantId);
    }

    /**
     * Returns the context of an agent.
     *
     * @throws IsolationViolationException if an id is absent or not legal
     */
    public static IsolationContext of(String tenantId, String agentId) {
        return ofIds(tenantId, agentId);
    }

    /**
     * Returns the context of an agent on a platform.
     *
     * @throws IsolationViolationException if an id is absent or not legal
     */
    public static IsolationContext of(String tenantId, String agentId, String platform) {
        return ofIds(tenantId, agentId, platform);
    }

    /**
     * Returns the context of a chat stream.
     *
     * @throws IsolationViolationException if an id is absent or not legal
     */
    public static IsolationContext of(String tenantId, String agentId, String platform, String chatStreamId) {
        return ofIds(tenantId, agentId, platform, chatStreamId);
    }

    private static IsolationContext ofIds(String... ids) {
        for (int i = 0; i < ids.length; i++) {
            Ids.requireLegal(DIMENSIONS.get(i), ids[i]);
        }
        return new IsolationContext(ids);
    }

    static IsolationContext ofIds(List<String> ids) {
        return ofIds(ids.toArray(String[]::new));
    }

    /**
     * Reads a canonical text.
     *
     * @throws IsolationViolationException unless the text is the {@link #canonical()} text of a context
     */
    public static IsolationContext parse(String canonical) {
        return CanonicalText.parse(requireNonNull(canonical, "canonical"));
    }

    /**
     * Reads the JSON form.
     *
     * @throws IsolationViolationException unless the text is one JSON object with the members that {@link #toJson()}
     *     writes, in any order and with any white space
     */
    public static IsolationContext fromJson(String json) {
        return ContextJson.parse(requireNonNull(json, "json"));
    }

    /** The context that the current thread runs in, see {@link #run(Runnable)}. */
    public static Optional<IsolationContext> current() {
        return Optional.ofNullable(Ambient.current());
    }

    /**
     * The context that the current thread runs in.
     *
     * @throws IsolationViolationException if there is none
     */
    public static IsolationContext requireCurrent() {
        IsolationContext current = Ambient.current();
        if (current == null) {
            throw new IsolationViolationException(
                    ViolationReason.NO_CONTEXT,
                    "No isolation context is current on this thread",
                    "Run the code inside one with context.run(…) or context.call(…), or wrap the executor with"
                            + " context.wrap(executor)");
        }
        return current;
    }

    /** The tenant's id. */
    public String tenantId() {
        return ids[0];
    }

    /** The agent's id, or empty if this dimension is open. */
    public Optional<String> agentId() {
        return id(Dimension.AGENT);
    }

    /** The platform, or empty if this dimension is open. */
    public Optional<String> platform() {
        return id(Dimension.PLATFORM);
    }

    /** The chat stream's id, or empty if this dimension is open. */
    public Optional<String> chatStreamId() {
        return id(Dimension.CHAT_STREAM);
    }

    /** The id that fixes a dimension, or empty if it is open. */
    public Optional<String> id(Dimension dimension) {
        return Optional.ofNullable(idOrNull(dimension));
    }

    @Nullable
    String idOrNull(Dimension dimension) {
        return fixes(dimension) ? ids[dimension.depth()] : null;
    }

    /** Whether this context fixes a dimension. */
    public boolean fixes(Dimension dimension) {
        return dimension.depth() < ids.length;
    }

    /** The innermost dimension that this context fixes. */
    public Dimension level() {
        return DIMENSIONS.get(ids.length - 1);
    }

    /** Starts the way to a narrower context. */
    public Narrowing narrow() {
        return new Narrowing(this);
    }

    /** Whether the other context is this one or a narrower one inside it. */
    public boolean contains(IsolationContext other) {
        return ids.length <= other.ids.length && Arrays.equals(ids, 0, ids.length, other.ids, 0, ids.length);
    }

    /**
     * Refuses unless this context fixes a dimension.
     *
     * @param operation what needs it, as the subject of the message
     * @return this context
     * @throws IsolationViolationException if the dimension is open
     */
    public IsolationContext requireFixed(Dimension dimension, String operation) {
        if (!fixes(dimension)) {
            throw new IsolationViolationException(
                    ViolationReason.WRONG_LEVEL,
                    operation + " needs a context that fixes " + dimension.columnName() + ", this one ends at "
                            + level().columnName(),
                    "Narrow the context first: context.narrow()….build()");
        }
        return this;
    }

    /**
     * The canonical text: the ids from the outside in, separated by {@code /}, with {@code %}, {@code /}, spaces and
     * invisible formatting characters percent-encoded as in RFC 3986. Different contexts have different texts, and
     * {@link #parse(String)} reads each back.
     */
    public String canonical() {
        return CanonicalText.of(List.of(ids));
    }

    /**
     * The JSON form: an object with the members {@code tenant_id}, {@code agent_id}, {@code platform} and
     * {@code chat_stream_id}, without those of open dimensions.
     */
    public String toJson() {
        return ContextJson.of(this);
    }

    /**
     * Runs an action in this context: {@link #current()} is this context on the calling thread until the action ends,
     * and so are the four entries of slf4j's logging context (MDC), each under its {@link Dimension#columnName()}.
     *
     * @throws IsolationViolationException if the thread already runs in a context that does not contain this one
     */
    public void run(Runnable action) {
        Ambient.supply(this, () -> {
            action.run();
            return this;
        });
    }

    /**
     * Calls a task in this context, see {@link #run(Runnable)}.
     *
     * @throws IsolationViolationException if the thread already runs in a context that does not contain this one
     * @throws Exception what the task throws
     */
    public <T extends @Nullable Object> T call(Callable<T> task) throws Exception {
        return Ambient.call(this, task);
    }

    /**
     * Gets a value in this context, see {@link #run(Runnable)}.
     *
     * @throws IsolationViolationException if the thread already runs in a context that does not contain this one
     */
    public <T extends @Nullable Object> T supply(Supplier<T> supplier) {
        return Ambient.supply(this, supplier);
    }

    /** Returns an action that runs in this context, on whichever thread. */
    public Runnable wrap(Runnable action) {
        requireNonNull(action, "action");
        return () -> run(action);
    }

    /** Returns a task that runs in this context, on whichever thread. */
    public <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        requireNonNull(task, "task");
        return () -> call(task);
    }

    /** Returns a supplier that runs in this context, on whichever thread. */
    public <T extends @Nullable Object> Supplier<T> wrapSupplier(Supplier<T> supplier) {
        requireNonNull(supplier, "supplier");
        return () -> supply(supplier);
    }

    /** Returns a consumer that runs in this context, on whichever thread: for stages of a completable future. */
    public <T extends @Nullable Object> Consumer<T> wrapConsumer(Consumer<T> consumer) {
        requireNonNull(consumer, "consumer");
        return value -> run(() -> consumer.accept(value));
    }

    /** Returns a function that runs in this context, on whichever thread: for stages of a completable future. */
    public <T extends @Nullable Object, R extends @Nullable Object> Function<T, R> wrapFunction(
            Function<T, R> function) {
        requireNonNull(function, "function");
        return value -> supply(() -> function.apply(value));
    }

    /**
     * Returns an executor whose tasks run in this context.
     *
     * <p>A task that finds a context left over on a thread of the pool reports an
     * {@link IsolationEvent.ContextLeaked}, removes it and then runs in its own context. A thread that takes up a task
     * in the midst of other work has the context of that work again afterwards. A task that runs before
     * {@code execute} returns, on the thread that called it, is code of the caller: its context must be inside the
     * caller's, as with {@link #run(Runnable)}.
     *
     * @throws IsolationViolationException if the executor was wrapped by a context that does not contain this one
     */
    public Executor wrap(Executor executor) {
        return new ContextExecutor(this, requireNonNull(executor, "executor"));
    }

    /**
     * Returns an executor service whose tasks run in this context, see {@link #wrap(Executor)}.
     *
     * @throws IsolationViolationException if the executor was wrapped by a context that does not contain this one
     */
    public ExecutorService wrap(ExecutorService executor) {
        return new ContextExecutorService(this, requireNonNull(executor, "executor"));
    }

    /**
     * Starts a future in this context on an executor. The asynchronous stages that follow without an executor of their
     * own run in this context on the same executor; the others run in the context of whichever thread runs them, so
     * wrap their functions or name this context's executor.
     */
    public <T extends @Nullable Object> CompletableFuture<T> supplyAsync(Supplier<T> supplier, Executor executor) {
        return new ContextFuture<T>(wrap(executor)).completeAsync(requireNonNull(supplier, "supplier"));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof IsolationContext context
                        && hash == context.hash
                        && Arrays.equals(ids, context.ids));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The {@link #canonical()} text. */
    @Override
    public String toString() {
        return canonical();
    }

    /** The way from a context to one inside it. Not safe for use by several threads. */
    public static final class Narrowing {
        private final IsolationContext from;
        private final Map<Dimension, String> ids = new EnumMap<>(Dimension.class);

        private Narrowing(IsolationContext from) {
            this.from = from;
        }

        /** Fixes the agent. */
        public Narrowing agent(String agentId) {
            return fix(Dimension.AGENT, agentId);
        }

        /** Fixes the platform. */
        public Narrowing platform(String platform) {
            return fix(Dimension.PLATFORM, platform);
        }

        /** Fixes the chat stream. */
        public Narrowing chatStream(String chatStreamId) {
            return fix(Dimension.CHAT_STREAM, chatStreamId);
        }

        private Narrowing fix(Dimension dimension, String id) {
            Ids.requireLegal(dimension, id);
            String fixed = from.fixes(dimension) ? from.idOrNull(dimension) : ids.get(dimension);
            if (fixed != null && !fixed.equals(id)) {
                throw new IsolationViolationException(
                        ViolationReason.CONTEXT_NOT_NARROWER,
                        "The " + dimension.columnName() + " is fixed already, to another id",
                        "A context only narrows; obtain the other one from whoever may work in it");
            }
            ids.put(dimension, id);
            return this;
        }

        /**
         * Returns the narrower context, the original one if nothing was fixed.
         *
         * @throws IsolationViolationException if a dimension is left open between fixed ones
         */
        public IsolationContext build() {
            List<String> all = new ArrayList<>(List.of(from.ids));
            for (Dimension dimension : DIMENSIONS.subList(from.ids.length, DIMENSIONS.size())) {
                String id = ids.get(dimension);
                if (id != null && all.size() < dimension.depth()) {
                    throw new IsolationViolationException(
                            ViolationReason.INVALID_ID,
                            "The " + dimension.columnName() + " was given without the "
                                    + DIMENSIONS.get(all.size()).columnName(),
                            "Fix the dimensions from the outside in: agent, platform, chat stream");
                }
                if (id != null) {
                    all.add(id);
                }
            }
            return new IsolationContext(all.toArray(String[]::new));
        }
    }
}
