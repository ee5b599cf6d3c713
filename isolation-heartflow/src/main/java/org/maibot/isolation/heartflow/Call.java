package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A call of a generator or a sender: within its time, and once more where that is safe. It holds no thread while it awaits a stage or a pause.
 *
 * @param <T> what it results in
 */
final class Call<T extends @Nullable Object> {
    private final Attempt<T> attempt;
    private final Duration limit;
    private final RetryPolicy retries;
    private final TurnThread turn;
    private final BiConsumer<@Nullable T, @Nullable Throwable> end;
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
        void resume(Runnable continuation);
    }

    /**
     * Prepares a call.
     *
     * @param limit how long an attempt may take
     * @param end gets what it resulted in, or why it failed
     */
    Call(
            Attempt<T> attempt,
            Duration limit,
            RetryPolicy retries,
            TurnThread turn,
            BiConsumer<@Nullable T, @Nullable Throwable> end) {
        this.attempt = attempt;
        this.limit = limit;
        this.retries = retries;
        this.turn = turn;
        this.end = end;
    }

    /** Makes an attempt after a pause. */
    void beginAfter(Duration pause) {
        if (pause.isZero() || pause.isNegative()) {
            begin();
        } else {
            turn.interruption().limit(null);
            Waiting waiting = new Waiting(null);
            turn.interruption().await(waiting);
            turn.time().after(pause, () -> waiting.resume(this::begin));
        }
    }

    private void begin() {
        attempts++;
        turn.interruption().limit(limit);
        CompletionStage<? extends T> stage;
        try {
            turn.interruption().requireOn();
            stage = requireNonNull(attempt.start(attempts), "the returned stage");
        } catch (Throwable e) {
            ended(null, e);
            return;
        }
        await(stage);
    }

    private void await(CompletionStage<? extends T> stage) {
        if (stage instanceof CompletableFuture<? extends T> future && future.isDone()) {
            stage.whenComplete(this::ended);
        } else {
            Waiting waiting = new Waiting(stage);
            turn.interruption().await(waiting);
            stage.whenComplete((value, failure) -> waiting.resume(() -> ended(value, failure)));
        }
    }

    private void ended(@Nullable T value, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TransientFailureException && attempts < retries.attempts()) {
            beginAfter(retries.pauseAfter(attempts));
        } else {
            turn.interruption().limit(null);
            end.accept(value, cause);
        }
    }

    private static void cancel(@Nullable CompletionStage<?> stage) {
        if (stage instanceof Future<?> future) {
            future.cancel(true);
        }
    }

    /** What is awaited, until it ends or is given up, whichever comes first. */
    private final class Waiting implements Interruption.Awaited {
        private final @Nullable CompletionStage<? extends T> stage;
        private final AtomicBoolean over = new AtomicBoolean();

        Waiting(@Nullable CompletionStage<? extends T> stage) {
            this.stage = stage;
        }

        void resume(Runnable continuation) {
            if (over.compareAndSet(false, true)) {
                turn.interruption().resume();
                turn.resume(continuation);
            }
        }

        @Override
        public void giveUp(Exception cause) {
            resume(() -> end.accept(null, cause));
            cancel(stage);
        }
    }
}
