package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.CONTEXT_NOT_NARROWER;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ContextExecutorServiceTest {
    private static final IsolationContext ACME = IsolationContext.of("acme");
    private static final IsolationContext SUPPORT = IsolationContext.of("acme", "support");
    private static final IsolationContext OTHER = IsolationContext.of("other");
    private static final Callable<IsolationContext> LOOK = IsolationContext::requireCurrent;

    @RegisterExtension
    final CapturedEvents events = new CapturedEvents();

    @AutoClose("shutdownNow")
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @AutoClose("shutdownNow")
    private final ForkJoinPool oneWorker = new ForkJoinPool(1);

    @AutoClose("shutdownNow")
    private final ExecutorService callerRuns =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), new CallerRunsPolicy());

    @Test
    void everyWayToSubmitRunsInTheContext() throws Exception {
        ExecutorService executor = ACME.wrap(pool);
        List<Callable<IsolationContext>> tasks = Collections.nCopies(20, LOOK);
        assertThat(executor.submit(LOOK).get()).isEqualTo(ACME);
        assertThat(executor.submit(() -> assertThat(IsolationContext.current()).contains(ACME), "done")
                        .get())
                .isEqualTo("done");
        assertThat(executor.invokeAll(tasks)).extracting(Future::get).containsOnly(ACME);
        assertThat(executor.invokeAll(tasks, 30, TimeUnit.SECONDS))
                .extracting(Future::get)
                .containsOnly(ACME);
        assertThat(executor.invokeAny(tasks)).isEqualTo(ACME);
        assertThat(executor.invokeAny(tasks, 30, TimeUnit.SECONDS)).isEqualTo(ACME);
        assertThat(pool.submit(IsolationContext::current).get()).isEmpty();
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void oneThreadServesManyContextsOneAfterTheOther() throws Exception {
        for (String id : HostileIds.all()) {
            IsolationContext context = IsolationContext.of(id);
            assertThat(context.wrap((ExecutorService) oneWorker).submit(LOOK).get())
                    .isEqualTo(context);
        }
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void aTaskThatTheCallerRunsIsNestedAndNoLeak() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Future<?> busy = callerRuns.submit(() -> waitFor(release));
        Thread caller = Thread.currentThread();
        assertThat(ACME.call(() ->
                        SUPPORT.wrap(callerRuns).submit(Thread::currentThread).get()))
                .isSameAs(caller);
        assertThat(ACME.call(() -> SUPPORT.wrap(callerRuns).submit(LOOK).get())).isEqualTo(SUPPORT);
        assertThat(events.messages()).isEmpty();
        ACME.run(() -> refusal(() -> OTHER.wrap(callerRuns).submit(LOOK), CONTEXT_NOT_NARROWER));
        release.countDown();
        busy.get();
    }

    @Test
    void aWorkerThatHelpsOutWithQueuedTasksHasItsOwnContextAgain() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        ExecutorService acme = ACME.wrap((ExecutorService) oneWorker);
        ExecutorService other = OTHER.wrap((ExecutorService) oneWorker);
        Future<List<IsolationContext>> helper = acme.submit(() -> {
            queued.await();
            Future<IsolationContext> own = other.submit(LOOK);
            ForkJoinTask.helpQuiesce();
            return List.of(own.get(), IsolationContext.requireCurrent());
        });
        Future<IsolationContext> foreign = other.submit(LOOK);
        queued.countDown();
        assertThat(helper.get()).containsExactly(OTHER, ACME);
        assertThat(foreign.get()).isEqualTo(OTHER);
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void anExecutorServiceIsWrappedAgainOnlyByANarrowerContext() throws Exception {
        ExecutorService wide = ACME.wrap(pool);
        assertThat(SUPPORT.wrap(wide).submit(LOOK).get()).isEqualTo(SUPPORT);
        assertThat(events.messages()).isEmpty();
        refusal(() -> OTHER.wrap(wide), CONTEXT_NOT_NARROWER);
        refusal(() -> ACME.wrap(SUPPORT.wrap(wide)), CONTEXT_NOT_NARROWER);
    }

    @Test
    void itsLifeIsThatOfTheExecutorBelow() throws Exception {
        ExecutorService executor = SUPPORT.wrap(ACME.wrap(pool));
        assertThat(executor.isShutdown()).isFalse();
        executor.shutdown();
        assertThat(pool.isShutdown()).isTrue();
        assertThat(executor.isShutdown()).isTrue();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.isTerminated()).isTrue();
        assertThatThrownBy(() -> executor.submit(LOOK)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void tasksThatNeverBeganComeBackAndRunInTheContext() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService executor = ACME.wrap(pool);
        List<Future<?>> busy = List.of(pool.submit(() -> waitFor(never)), pool.submit(() -> waitFor(never)));
        Future<IsolationContext> waiting = executor.submit(LOOK);
        List<Runnable> left = executor.shutdownNow();
        assertThat(left).hasSize(1);
        left.get(0).run();
        assertThat(waiting.get()).isEqualTo(ACME);
        assertThat(busy).hasSize(2);
    }

    private static boolean waitFor(CountDownLatch latch) throws InterruptedException {
        return latch.await(60, TimeUnit.SECONDS);
    }
}
