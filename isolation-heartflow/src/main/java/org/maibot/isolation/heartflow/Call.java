package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call of a generator or a sender: within its time, and once more where that is safe. It holds no thread while it awaits a stage or a pause.
 *
 * @param <T> what it results in
 */
final class Call<T extends @Nullable Object> {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final Attempt<T> attempt;
    private final Duration limit;
    private final RetryPolicy retries;
    private final TurnThread turn;
    private final End<T> end;
    private int attempts;

    /** Starts something that may be started more than once. */
    @FunctionalInterface
    interface Attempt<T extends @Nullable Object> {
        CompletionStage<? extends T> start(int number) throws Exception;
    }

    /** Where a turn goes on after it has waited, and by which it is ended. */
    interface TurnThread {
        Interruption interruption();

        Time time();

        /** Goes on, on a worker and in the turn's context. */
        void resume(Part part);

        /** Does something when the calling thread has left the turn's part and its context; from then on others may go on. */
        void leaveTo(Runnable action);
    }

    /** Part of a turn. */
    @FunctionalInterface
    interface Part {
        /** Takes it; returns what the turn leaves, or null if it waits and goes on later. */
        @Nullable
        Handled take() throws Exception;
    }

    /** The part of a turn that follows a call. */
    @FunctionalInterface
    interface End<T extends @Nullable Object> {
        /** Goes on with what the call resulted in, or with why it failed; returns as {@link Part#take}. */
        @Nullable
        Handled follow(@Nullable T value, @Nullable Throwable failure) throws Exception;
    }

    /**
     * Prepares a call.
     *
     * @param limit how long an attempt may take
     * @param end what follows
     */
    Call(Attempt<T> attempt, Duration limit, RetryPolicy retries, TurnThread turn, End<T> end) {
        this.attempt = attempt;
        this.limit = limit;
        this.retries = retries;
        this.turn = turn;
        this.end = end;
    }

    /** Makes an attempt after a pause, as part of a turn. */
    @Nullable
    Handled beginAfter(Duration pause) throws Exception {
        if (pause.isZero() || pause.isNegative()) {
            return begin();
        }
        turn.interruption().limit(null);
        return await(null, waiting -> turn.time().after(Time.bounded(pause), () -> waiting.resume(this::begin)));
    }

    private @Nullable Handled begin() throws Exception {
        attempts++;
        turn.interruption().limit(limit);
        CompletionStage<? extends T> stage;
        try {
            turn.interruption().requireOn();
            stage = requireNonNull(attempt.start(attempts), "the returned stage");
        } catch (Throwable e) {
            return ended(null, e);
        }
        return stage instanceof CompletableFuture<? extends T> future && isPlain(future) && future.isDone()
                ? result(future)
                : await(
                        stage,
                        waiting -> stage.whenComplete((value, failure) -> waiting.resume(() -> ended(value, failure))));
    }

    /** Whether it tells all that a future does: a subclass may refuse to, as a minimal stage of the JDK's does. */
    private static boolean isPlain(CompletableFuture<?> future) {
        return future.getClass() == CompletableFuture.class;
    }

    private @Nullable Handled result(CompletableFuture<? extends T> future) throws Exception {
        T value;
        try {
            value = future.join();
        } catch (CompletionException | CancellationException e) {
            return ended(null, e);
        }
        return ended(value, null);
    }

    /** The thread leaves the turn, which goes on after what is awaited, or with why that cannot be awaited. */
    private @Nullable Handled await(@Nullable CompletionStage<? extends T> stage, Consumer<Waiting> begin) {
        Waiting waiting = new Waiting(stage);
        turn.leaveTo(() -> {
            turn.interruption().await(waiting);
            try {
                begin.accept(waiting);
            } catch (RuntimeException | Error e) {
                waiting.resume(() -> ended(null, e));
            }
        });
        return null;
    }

    private @Nullable Handled ended(@Nullable T value, @Nullable Throwable failure) throws Exception {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TransientFailureException && attempts < retries.attempts()) {
            return beginAfter(retries.pauseAfter(attempts));
        }
        turn.interruption().limit(null);
        return end.follow(value, cause);
    }

    private static void cancel(@Nullable CompletionStage<?> stage) {
        if (stage instanceof Future<?> future) {
            try {
                future.cancel(true);
            } catch (RuntimeException e) {
                LOG.debug("a stage cannot be cancelled, and is left to itself", e);
            }
        }
    }

    /** What is awaited, until it ends or is given up, whichever comes first. */
    private final class Waiting implements Interruption.Awaited {
        private final @Nullable CompletionStage<? extends T> stage;
        private final AtomicBoolean over = new AtomicBoolean();

        Waiting(@Nullable CompletionStage<? extends T> stage) {
            this.stage = stage;
        }

        void resume(Part part) {
            if (over.compareAndSet(false, true)) {
                turn.interruption().resume();
                turn.resume(part);
            }
        }

        @Override
        public void giveUp(Exception cause) {
            resume(() -> end.follow(null, cause));
            cancel(stage);
        }
    }
}
