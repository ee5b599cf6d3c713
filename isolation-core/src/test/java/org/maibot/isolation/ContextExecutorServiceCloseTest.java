package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Java's executor services close from 19 on")
@Timeout(60)
class ContextExecutorServiceCloseTest {
    private static final IsolationContext ACME = IsolationContext.of("acme");

    @AutoClose("shutdownNow")
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @Test
    void closingWaitsForTheTasksAndClosesTheExecutorBelow() throws Exception {
        ExecutorService executor = ACME.wrap(pool);
        Future<IsolationContext> task = executor.submit(IsolationContext::requireCurrent);
        close(executor);
        assertThat(task).isDone();
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void closingTheCommonPoolReturnsAndLeavesItOpen() throws Exception {
        ExecutorService executor = ACME.wrap((ExecutorService) ForkJoinPool.commonPool());
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> close(executor));
        assertThat(executor.submit(IsolationContext::requireCurrent).get()).isEqualTo(ACME);
    }

    /** What a try block with resources does; for Java 17 an executor service is no resource. */
    private static void close(ExecutorService executor) throws Exception {
        ((AutoCloseable) executor).close();
    }
}
