package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ch.qos.logback.classic.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maibot.isolation.IsolationEvent.SystemAccess;

class IsolationObserverTest {
    private static final IsolationEvent EVENT = new SystemAccess("report");

    private final List<IsolationEvent> seen = new ArrayList<>();

    @RegisterExtension
    final CapturedEvents errors = new CapturedEvents(IsolationObserver.class.getName());

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("broken"),
                new AssertionError("broken"),
                new NoClassDefFoundError("io/micrometer/common/util/StringUtils"),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatAnObserverThrowsIsLoggedAndGoesNoFurther(Throwable failure) {
        IsolationObserver failing = event -> raise(failure);
        failing.publish(EVENT);
        assertThat(errors.messages()).containsExactly("An isolation observer failed");
        assertThat(errors.lines().get(0).getLevel()).isEqualTo(Level.ERROR);
        assertThat(errors.lines().get(0).getThrowableProxy().getClassName())
                .isEqualTo(failure.getClass().getName());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailingObserverDoesNotKeepTheEventFromTheOthers(Throwable failure) {
        IsolationObserver failing = event -> raise(failure);
        IsolationObserver watching = seen::add;
        watching.andThen(failing).andThen(watching).publish(EVENT);
        assertThat(seen).containsExactly(EVENT, EVENT);
        assertThat(errors.messages()).hasSize(1);
    }

    private static void raise(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @Test
    void observersOfAChainAreToldInTheirOrder() {
        List<String> order = new ArrayList<>();
        IsolationObserver first = event -> order.add("first");
        first.andThen(event -> order.add("second"))
                .andThen(event -> order.add("third"))
                .onEvent(EVENT);
        assertThat(order).containsExactly("first", "second", "third");
    }

    @Test
    void anObserverIsToldOnTheThreadOfTheEvent() {
        List<Thread> threads = new ArrayList<>();
        IsolationObserver watching = event -> threads.add(Thread.currentThread());
        watching.publish(EVENT);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void theStandardObserverIsOne() {
        assertThat(IsolationObserver.standard()).isSameAs(IsolationObserver.standard());
    }

    @Test
    @SuppressWarnings("NullAway") // callers without null checks exist
    void absentEventsAndObserversAreNamedByTheException() {
        IsolationObserver watching = seen::add;
        assertThatNullPointerException()
                .isThrownBy(() -> watching.publish(null))
                .withMessage("event");
        assertThatNullPointerException()
                .isThrownBy(() -> watching.andThen(null))
                .withMessage("next");
    }
}
