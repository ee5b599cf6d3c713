package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class AmbientTest {
    private static final IsolationContext ACME = IsolationContext.of("acme", "support");
    private static final IsolationContext OTHER = IsolationContext.of("other");

    @RegisterExtension
    final CapturedEvents events = new CapturedEvents();

    @AutoClose("shutdownNow")
    private final ExecutorService pool = Executors.newFixedThreadPool(4);

    @AfterEach
    void nothingIsLeftBehindAndNothingWasReported() {
        assertThat(IsolationContext.current()).isEmpty();
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void codeRunsInTheContextAndTheThreadIsOutsideAgainAfterwards() throws Exception {
        List<Optional<IsolationContext>> seen = new ArrayList<>();
        ACME.run(() -> seen.add(IsolationContext.current()));
        seen.add(IsolationContext.current());
        seen.add(ACME.call(IsolationContext::current));
        seen.add(ACME.supply(IsolationContext::current));
        assertThat(seen).containsExactly(Optional.of(ACME), Optional.empty(), Optional.of(ACME), Optional.of(ACME));
        assertThat(OTHER.supply(IsolationContext::requireCurrent)).isEqualTo(OTHER);
    }

    @Test
    void theThreadIsOutsideAgainWhateverTheCodeThrows() {
        IOException checked = new IOException("disk");
        IllegalStateException unchecked = new IllegalStateException("state");
        StackOverflowError error = new StackOverflowError();
        assertThatThrownBy(() -> ACME.call(() -> raise(checked))).isSameAs(checked);
        assertThat(IsolationContext.current()).isEmpty();
        assertThatThrownBy(() -> ACME.run(() -> raise(unchecked))).isSameAs(unchecked);
        assertThat(IsolationContext.current()).isEmpty();
        assertThatThrownBy(() -> ACME.supply(() -> raise(error))).isSameAs(error);
    }

    private static <E extends Throwable> String raise(E throwable) throws E {
        throw throwable;
    }

    @Test
    @SuppressWarnings("NullAway") // callers without null checks exist
    void codeThatIsAbsentLeavesTheThreadOutside() {
        assertThatThrownBy(() -> ACME.run(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ACME.call(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ACME.wrap((Runnable) null)).hasMessage("action");
        assertThatThrownBy(() -> ACME.wrap((Callable<String>) null)).hasMessage("task");
    }

    @Test
    void wrappedCodeRunsInItsContextOnWhicheverThread() throws Exception {
        List<IsolationContext> seen = new ArrayList<>();
        Runnable action = ACME.wrap(() -> {
            seen.add(IsolationContext.requireCurrent());
        });
        Callable<IsolationContext> task = ACME.wrap(IsolationContext::requireCurrent);
        pool.submit(action).get();
        seen.add(pool.submit(task).get());
        action.run();
        seen.add(task.call());
        assertThat(seen).containsExactly(ACME, ACME, ACME, ACME);
    }

    @Test
    void wrappedFunctionsTakeTheirValuesAndGiveTheirResults() {
        StringBuilder seen = new StringBuilder();
        ACME.wrapConsumer(seen::append).accept("consumed ");
        ACME.wrapConsumer((String value) -> seen.append(value).append(IsolationContext.requireCurrent()))
                .accept("in ");
        assertThat(seen).hasToString("consumed in acme/support");
        assertThat(ACME.wrapFunction((String value) -> value + IsolationContext.requireCurrent())
                        .apply("in "))
                .isEqualTo("in acme/support");
        assertThat(ACME.wrapSupplier(IsolationContext::requireCurrent).get()).isEqualTo(ACME);
    }

    @Test
    void wrappingAloneChangesNothing() {
        Runnable wrapped = ACME.wrap((Runnable) () -> {
            throw new AssertionError("not to be run");
        });
        assertThat(wrapped).isNotNull();
        assertThat(IsolationContext.current()).isEmpty();
    }

    @Test
    void aThreadThatIsStartedInsideAContextIsOutsideOfIt() throws Exception {
        List<Optional<IsolationContext>> seen = new ArrayList<>();
        Thread thread = ACME.supply(() -> new Thread(() -> seen.add(IsolationContext.current())));
        ACME.run(thread::start);
        thread.join();
        assertThat(seen).containsExactly(Optional.empty());
    }

    @Test
    void threadsThatRunAtTheSameTimeEachHaveTheirOwn() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        List<Future<Boolean>> done = new ArrayList<>();
        for (String tenant : List.of("a", "aa", "A", "a:")) {
            done.add(pool.submit(() -> staysItself(IsolationContext.of(tenant), together)));
        }
        for (Future<Boolean> each : done) {
            assertThat(each.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean staysItself(IsolationContext context, CyclicBarrier together) throws Exception {
        boolean itself = true;
        for (int i = 0; i < 200; i++) {
            itself &= context.call(() -> {
                together.await(30, TimeUnit.SECONDS);
                return IsolationContext.requireCurrent().equals(context);
            });
        }
        return itself;
    }
}
