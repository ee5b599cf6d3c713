package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.CONTEXT_NOT_NARROWER;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ContextExecutorTest {
    private static final IsolationContext ACME = IsolationContext.of("acme");
    private static final IsolationContext SUPPORT = IsolationContext.of("acme", "support");
    private static final IsolationContext OTHER = IsolationContext.of("other");

    private final List<Optional<IsolationContext>> seen = new ArrayList<>();

    @RegisterExtension
    final CapturedEvents events = new CapturedEvents();

    @AutoClose("shutdownNow")
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @Test
    void tasksRunInTheContextOnThePoolsThreads() throws Exception {
        Executor executor = ACME.wrap((Executor) pool);
        executor.execute(this::look);
        executor.execute(this::look);
        pool.submit(this::look).get();
        assertThat(seen).containsExactly(Optional.of(ACME), Optional.of(ACME), Optional.empty());
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void aTaskHandedOverFromAnotherContextRunsInTheExecutorsContext() throws Exception {
        Executor executor = ACME.wrap((Executor) pool);
        OTHER.run(() -> executor.execute(this::look));
        pool.submit(this::look).get();
        assertThat(seen).containsExactly(Optional.of(ACME), Optional.empty());
    }

    @Test
    void aDirectExecutorNestsTheContextAndIsNoLeak() {
        Executor direct = Runnable::run;
        SUPPORT.wrap(direct).execute(this::look);
        ACME.run(() -> SUPPORT.wrap(direct).execute(this::look));
        ACME.run(() -> ACME.wrap(direct).execute(this::look));
        assertThat(seen).containsExactly(Optional.of(SUPPORT), Optional.of(SUPPORT), Optional.of(ACME));
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void aDirectExecutorIsRefusedInAContextThatDoesNotContainIts() {
        ACME.run(() -> {
            refusal(() -> OTHER.wrap((Executor) Runnable::run).execute(this::look), CONTEXT_NOT_NARROWER);
            look();
        });
        assertThat(seen).containsExactly(Optional.of(ACME));
        assertThat(events.messages()).hasSize(1).first().asString().startsWith("refused: ");
    }

    @Test
    void aThreadThatEmptiesAQueueInTheMidstOfOtherWorkHasItsContextAgain() {
        Queue<Runnable> queue = new ArrayDeque<>();
        Executor queueing = queue::add;
        OTHER.wrap(queueing).execute(this::look);
        SUPPORT.run(() -> {
            ACME.wrap(queueing).execute(this::look);
            queue.forEach(Runnable::run);
            look();
        });
        look();
        assertThat(seen).containsExactly(Optional.of(OTHER), Optional.of(ACME), Optional.of(SUPPORT), Optional.empty());
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void anExecutorIsWrappedAgainOnlyByANarrowerContext() throws Exception {
        Executor wide = ACME.wrap((Executor) pool);
        SUPPORT.wrap(wide).execute(this::look);
        SUPPORT.wrap(SUPPORT.wrap(wide)).execute(this::look);
        pool.submit(this::look).get();
        assertThat(seen).containsExactly(Optional.of(SUPPORT), Optional.of(SUPPORT), Optional.empty());
        assertThat(refusal(() -> OTHER.wrap(wide), CONTEXT_NOT_NARROWER))
                .hasMessageStartingWith("An executor of one isolation context was to be wrapped by another");
        refusal(() -> ACME.wrap(SUPPORT.wrap(wide)), CONTEXT_NOT_NARROWER);
        refusal(() -> OTHER.wrap((Executor) ACME.wrap(pool)), CONTEXT_NOT_NARROWER);
        assertThat(events.messages()).hasSize(3).allMatch(message -> message.startsWith("refused: "));
    }

    @Test
    void aWrappedExecutorBehindAnotherExecutorRunsTasksInTheirContext() throws Exception {
        Executor wide = ACME.wrap((Executor) pool);
        SUPPORT.wrap((Executor) task -> wide.execute(task)).execute(this::look);
        pool.submit(this::look).get();
        assertThat(seen).containsExactly(Optional.of(SUPPORT), Optional.empty());
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void aTaskThatFailsLeavesThePoolsThreadOutside() throws Exception {
        ExecutorService executor = ACME.wrap(pool);
        assertThat(executor.submit(() -> Integer.parseInt("x")))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withRootCauseInstanceOf(NumberFormatException.class);
        pool.submit(this::look).get();
        assertThat(seen).containsExactly(Optional.empty());
    }

    @Test
    @SuppressWarnings("NullAway") // callers without null checks exist
    void absentExecutorsAndTasksAreNamedByTheException() {
        assertThatNullPointerException()
                .isThrownBy(() -> ACME.wrap((Executor) null))
                .withMessage("executor");
        assertThatNullPointerException()
                .isThrownBy(() -> ACME.wrap((ExecutorService) null))
                .withMessage("executor");
        assertThatNullPointerException()
                .isThrownBy(() -> ACME.wrap(pool).execute(null))
                .withMessage("task");
    }

    private void look() {
        seen.add(IsolationContext.current());
    }
}
