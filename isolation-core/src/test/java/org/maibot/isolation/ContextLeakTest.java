package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ContextLeakTest {
    private static final IsolationContext ACME = IsolationContext.of("acme");
    private static final IsolationContext SUPPORT = IsolationContext.of("acme", "support");
    private static final IsolationContext OTHER = IsolationContext.of("other");

    private final IsolationContextAccessor bridge = new IsolationContextAccessor();

    @RegisterExtension
    final CapturedEvents events = new CapturedEvents();

    @AutoClose("shutdownNow")
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void clear() {
        bridge.setValue();
    }

    @Test
    void aContextLeftOnAPooledThreadIsReportedAndRemovedByTheNextTask() throws Exception {
        pool.submit(() -> bridge.setValue(SUPPORT)).get();
        assertThat(pool.submit(IsolationContext::current).get()).contains(SUPPORT);
        assertThat(OTHER.wrap(pool).submit(IsolationContext::requireCurrent).get())
                .isEqualTo(OTHER);
        assertThat(pool.submit(IsolationContext::current).get()).isEmpty();
        reported(SUPPORT, "context leaked: a pooled thread had it before its task began");
    }

    @Test
    void theSameContextLeftOnAPooledThreadIsALeakToo() throws Exception {
        pool.submit(() -> bridge.setValue(ACME)).get();
        assertThat(ACME.wrap(pool).submit(IsolationContext::requireCurrent).get())
                .isEqualTo(ACME);
        assertThat(pool.submit(IsolationContext::current).get()).isEmpty();
        reported(ACME, "context leaked: a pooled thread had it before its task began");
    }

    @Test
    void aLeakIsFoundAlsoWhileTheSubmitterStillHandsTheTaskOver() throws Exception {
        pool.submit(() -> bridge.setValue(OTHER)).get();
        List<IsolationContext> seen = new ArrayList<>();
        ACME.wrap((Executor) task -> assertThat(pool.submit(task)).succeedsWithin(Duration.ofSeconds(60)))
                .execute(() -> seen.add(IsolationContext.requireCurrent()));
        assertThat(seen).containsExactly(ACME);
        reported(OTHER, "context leaked: a pooled thread had it before its task began");
    }

    @Test
    void aLeakIsReportedOnce() throws Exception {
        pool.submit(() -> bridge.setValue(SUPPORT)).get();
        for (int i = 0; i < 3; i++) {
            OTHER.wrap(pool).submit(() -> {}).get();
        }
        reported(SUPPORT, "context leaked: a pooled thread had it before its task began");
    }

    @Test
    void aContextLeftOpenInsideAScopeIsReportedWhenTheScopeEnds() {
        ACME.run(() -> bridge.setValue(SUPPORT));
        assertThat(IsolationContext.current()).isEmpty();
        reported(SUPPORT, "context leaked: code left the thread in another context than it began in");
    }

    @Test
    void aContextLeftOpenInANestedScopeDoesNotReachTheOuterOne() {
        Optional<IsolationContext> after = ACME.supply(() -> {
            SUPPORT.run(() -> bridge.setValue(IsolationContext.of("acme", "support", "qq")));
            return IsolationContext.current();
        });
        assertThat(after).contains(ACME);
        reported(
                IsolationContext.of("acme", "support", "qq"),
                "context leaked: code left the thread in another context than it began in");
    }

    @Test
    void aContextThatWasClearedInsideItsScopeIsReported() {
        Optional<IsolationContext> inside = ACME.supply(() -> {
            bridge.setValue();
            return IsolationContext.current();
        });
        assertThat(inside).isEmpty();
        assertThat(IsolationContext.current()).isEmpty();
        reported(ACME, "context leaked: code left the thread in another context than it began in");
    }

    @Test
    void aContextThatWasClearedAndRestoredInsideItsScopeIsNoLeak() {
        Queue<Runnable> queue = new ArrayDeque<>();
        OTHER.wrap((Executor) queue::add).execute(() -> {});
        ACME.run(() -> {
            bridge.setValue();
            bridge.restore(ACME);
            queue.forEach(Runnable::run);
            assertThat(IsolationContext.current()).contains(ACME);
        });
        assertThat(IsolationContext.current()).isEmpty();
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void aFailureInsideAScopeIsNotHiddenByALeak() {
        IllegalStateException failure = new IllegalStateException("inside");
        Runnable leaking = ACME.wrap((Runnable) () -> {
            bridge.setValue(SUPPORT);
            throw failure;
        });
        assertThat(catchThrowable(leaking::run)).isSameAs(failure);
        reported(SUPPORT, "context leaked: code left the thread in another context than it began in");
    }

    private void reported(IsolationContext context, String message) {
        assertThat(events.messages()).isEqualTo(List.of(message));
        assertThat(events.lines().get(0).getLevel()).isEqualTo(Level.ERROR);
        assertThat(CapturedEvents.values(events.lines().get(0))).containsExactly("scope=" + context);
    }
}
