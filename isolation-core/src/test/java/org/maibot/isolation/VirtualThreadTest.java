package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.MDC;

/** Virtual threads by reflection, since this is compiled for Java 17. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Java has virtual threads from 21 on")
@Timeout(60)
class VirtualThreadTest {
    private static final IsolationContext ACME = IsolationContext.of("acme", "support");

    @AutoClose("shutdownNow")
    private final ExecutorService virtual = virtualThreads();

    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("No virtual threads", e);
        }
    }

    private static Thread startVirtualThread(Runnable task) throws ReflectiveOperationException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }

    @Test
    void tasksOfAWrappedExecutorRunInTheContextOnVirtualThreads() throws Exception {
        Future<String> seen = ACME.wrap(virtual)
                .submit(() -> Thread.currentThread().getClass().getSimpleName() + " in "
                        + IsolationContext.requireCurrent() + " and " + MDC.get("tenant_id"));
        assertThat(seen.get()).isEqualTo("VirtualThread in acme/support and acme");
        assertThat(virtual.submit(IsolationContext::current).get()).isEmpty();
    }

    @Test
    void thousandsOfVirtualThreadsKeepTheirContextsWhileTheyWait() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Map<IsolationContext, Future<IsolationContext>> seen = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            IsolationContext context = IsolationContext.of("tenant " + i);
            seen.put(context, context.wrap(virtual).submit(() -> {
                release.await();
                return IsolationContext.requireCurrent();
            }));
        }
        release.countDown();
        for (Map.Entry<IsolationContext, Future<IsolationContext>> each : seen.entrySet()) {
            assertThat(each.getValue().get()).isEqualTo(each.getKey());
        }
    }

    @Test
    void aVirtualThreadIsOutsideTheContextThatStartedItUnlessItsTaskIsWrapped() throws Exception {
        List<Optional<IsolationContext>> seen = new ArrayList<>();
        Runnable look = () -> seen.add(IsolationContext.current());
        ACME.call(() -> startVirtualThread(look)).join();
        startVirtualThread(ACME.wrap(look)).join();
        assertThat(seen).containsExactly(Optional.empty(), Optional.of(ACME));
    }

    @Test
    void stagesOfAFutureRunInTheContextOnVirtualThreads() {
        assertThat(ACME.supplyAsync(IsolationContext::requireCurrent, virtual)
                        .thenApplyAsync(first -> List.of(first, IsolationContext.requireCurrent()))
                        .join())
                .containsExactly(ACME, ACME);
    }
}
