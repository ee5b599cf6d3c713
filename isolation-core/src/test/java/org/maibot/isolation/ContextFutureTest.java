package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ContextFutureTest {
    private static final IsolationContext ACME = IsolationContext.of("acme", "support");
    private static final IsolationContext OTHER = IsolationContext.of("other");

    @RegisterExtension
    final CapturedEvents events = new CapturedEvents();

    @AutoClose("shutdownNow")
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    /** A kind of stage: makes one that checks that it runs in the context. */
    private interface Stage extends Function<CompletableFuture<String>, CompletableFuture<?>> {}

    private static Arguments stage(String name, Stage stage) {
        return argumentSet(name, stage);
    }

    static Stream<Arguments> asynchronousStages() {
        CompletableFuture<String> never = new CompletableFuture<>();
        CompletableFuture<String> other = CompletableFuture.completedFuture("other");
        return Stream.of(
                stage("thenApply", f -> f.thenApplyAsync(value -> look())),
                stage("thenAccept", f -> f.thenAcceptAsync(value -> look())),
                stage("thenRun", f -> f.thenRunAsync(ContextFutureTest::look)),
                stage("thenCombine", f -> f.thenCombineAsync(other, (a, b) -> look())),
                stage("thenAcceptBoth", f -> f.thenAcceptBothAsync(other, (a, b) -> look())),
                stage("runAfterBoth", f -> f.runAfterBothAsync(other, ContextFutureTest::look)),
                stage("applyToEither", f -> f.applyToEitherAsync(never, value -> look())),
                stage("acceptEither", f -> f.acceptEitherAsync(never, value -> look())),
                stage("runAfterEither", f -> f.runAfterEitherAsync(never, ContextFutureTest::look)),
                stage("thenCompose", f -> f.thenComposeAsync(value -> CompletableFuture.completedFuture(look()))),
                stage("whenComplete", f -> f.whenCompleteAsync((value, failure) -> look())),
                stage("handle", f -> f.handleAsync((value, failure) -> look())),
                stage("exceptionally", f -> failed(f).exceptionallyAsync(failure -> look())),
                stage(
                        "exceptionallyCompose",
                        f -> failed(f).exceptionallyComposeAsync(failure -> CompletableFuture.completedFuture(look()))),
                stage("completeAsync", f -> f.newIncompleteFuture().completeAsync(ContextFutureTest::look)),
                stage("copy", f -> f.copy().thenApplyAsync(value -> look())),
                stage("afterTimeout", f -> f.orTimeout(30, TimeUnit.SECONDS).thenApplyAsync(value -> look())),
                stage("afterASynchronousStage", f -> f.thenApply(value -> value).thenApplyAsync(value -> look())));
    }

    private static CompletableFuture<String> failed(CompletableFuture<String> future) {
        return future.thenApply(value -> {
            throw new IllegalStateException(value);
        });
    }

    private static String look() {
        return "saw " + IsolationContext.requireCurrent();
    }

    @ParameterizedTest
    @MethodSource("asynchronousStages")
    void everyAsynchronousStageRunsInTheContext(Stage stage) {
        CompletableFuture<String> first = ACME.supplyAsync(ContextFutureTest::look, pool);
        assertThat(first.join()).isEqualTo("saw acme/support");
        assertThat(stage.apply(first).join()).isIn("saw acme/support", null);
        assertThat(OTHER.supply(() -> stage.apply(first)).join()).isIn("saw acme/support", null);
        assertThat(IsolationContext.current()).isEmpty();
    }

    @Test
    void stagesRunOnTheGivenExecutor() {
        Thread caller = Thread.currentThread();
        List<Thread> threads = Stream.of(ACME.supplyAsync(Thread::currentThread, pool))
                .map(future -> future.thenApplyAsync(thread -> Thread.currentThread()))
                .map(CompletableFuture::join)
                .toList();
        assertThat(threads)
                .doesNotContain(caller)
                .allMatch(thread -> thread.getName().startsWith("pool-"));
    }

    @Test
    void aStageWithAnExecutorOfItsOwnRunsOutsideUnlessItsFunctionIsWrapped() {
        CompletableFuture<String> first = ACME.supplyAsync(ContextFutureTest::look, pool);
        assertThat(first.thenApplyAsync(value -> IsolationContext.current(), pool)
                        .join())
                .isEmpty();
        assertThat(first.thenApplyAsync(ACME.wrapFunction(value -> look()), pool)
                        .join())
                .isEqualTo("saw acme/support");
        assertThat(first.thenApplyAsync(value -> look(), OTHER.wrap(pool)).join())
                .isEqualTo("saw other");
    }

    @Test
    void aSynchronousStageOfACompleteFutureRunsWhereItIsAttached() {
        CompletableFuture<String> first = ACME.supplyAsync(ContextFutureTest::look, pool);
        first.join();
        assertThat(first.thenApply(value -> IsolationContext.current()).join()).isEmpty();
        assertThat(OTHER.supply(() -> first.thenApply(value -> look())).join()).isEqualTo("saw other");
    }

    @Test
    void aRefusalInsideEndsTheFuture() {
        CompletableFuture<String> future = ACME.supplyAsync(() -> OTHER.supply(ContextFutureTest::look), pool);
        assertThat(catchThrowable(future::join)).hasRootCauseInstanceOf(IsolationViolationException.class);
        assertThat(events.messages()).hasSize(1);
        assertThat(pool.submit(IsolationContext::current))
                .succeedsWithin(Duration.ofSeconds(30))
                .isEqualTo(Optional.empty());
    }

    @Test
    void aTaskThatTheExecutorRejectsIsRejectedAtOnce() {
        pool.shutdown();
        assertThat(catchThrowable(() -> ACME.supplyAsync(ContextFutureTest::look, pool)))
                .isInstanceOf(RejectedExecutionException.class);
    }
}
