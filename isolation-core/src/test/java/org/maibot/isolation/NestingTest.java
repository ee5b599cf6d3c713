package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.Refusals.refusal;
import static org.maibot.isolation.ViolationReason.CONTEXT_NOT_NARROWER;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NestingTest {
    private static final IsolationContext TENANT = IsolationContext.of("acme");
    private static final IsolationContext AGENT = IsolationContext.of("acme", "support");
    private static final IsolationContext CHAT = IsolationContext.of("acme", "support", "qq", "g1");

    @RegisterExtension
    final CapturedEvents events = new CapturedEvents();

    @Test
    void aScopeInsideAScopeIsNarrowerAndGivesTheOuterOneBack() {
        List<IsolationContext> seen = new ArrayList<>();
        TENANT.run(() -> {
            AGENT.run(() -> {
                CHAT.run(() -> seen.add(IsolationContext.requireCurrent()));
                seen.add(IsolationContext.requireCurrent());
            });
            seen.add(IsolationContext.requireCurrent());
        });
        assertThat(seen).containsExactly(CHAT, AGENT, TENANT);
        assertThat(IsolationContext.current()).isEmpty();
        assertThat(events.messages()).isEmpty();
    }

    @Test
    void anEqualContextMayBeEnteredAgain() {
        IsolationContext again = IsolationContext.parse(CHAT.canonical());
        assertThat(CHAT.supply(() -> again.supply(IsolationContext::requireCurrent)))
                .isEqualTo(CHAT);
    }

    @Test
    void theOuterContextIsBackAfterTheInnerCodeThrows() {
        AGENT.run(() -> {
            try {
                CHAT.run(() -> {
                    throw new IllegalStateException("inner");
                });
            } catch (IllegalStateException inner) {
                assertThat(IsolationContext.current()).contains(AGENT);
            }
        });
        assertThat(IsolationContext.current()).isEmpty();
    }

    static Stream<IsolationContext> outside() {
        return Stream.of(
                TENANT,
                IsolationContext.of("acme", "sales"),
                IsolationContext.of("acme", "Support"),
                IsolationContext.of("acme", "sales", "qq", "g1"),
                IsolationContext.of("other"),
                IsolationContext.of("other", "support"),
                IsolationContext.of("acme/support"));
    }

    @ParameterizedTest
    @MethodSource("outside")
    void aSiblingOrWiderContextIsRefusedAndTheOuterStaysCurrent(IsolationContext other) {
        AGENT.run(() -> {
            refused(() -> other.run(NestingTest::neverRun));
            refused(() -> other.call(NestingTest::neverCalled));
            refused(() -> other.supply(NestingTest::neverCalled));
            refused(() -> other.wrap(NestingTest::neverRun).run());
            refused(() -> other.wrapSupplier(NestingTest::neverCalled).get());
            refused(() -> other.wrapConsumer(value -> neverRun()).accept("x"));
            refused(() -> other.wrapFunction(value -> neverCalled()).apply("x"));
            refused(() -> other.wrap(NestingTest::directly).execute(NestingTest::neverRun));
            assertThat(CHAT.supply(IsolationContext::requireCurrent)).isEqualTo(CHAT);
        });
        assertThat(IsolationContext.current()).isEmpty();
        assertThat(events.lines()).hasSize(8).allSatisfy(NestingTest::isTheRefusal);
    }

    private static void refused(ThrowingCallable code) {
        refusal(code, CONTEXT_NOT_NARROWER);
        assertThat(IsolationContext.current()).contains(AGENT);
    }

    private static void neverRun() {
        throw new AssertionError("ran");
    }

    private static String neverCalled() {
        throw new AssertionError("was called");
    }

    /** A direct executor. */
    private static void directly(Runnable task) {
        task.run();
    }

    private static void isTheRefusal(ILoggingEvent line) {
        assertThat(line.getLevel()).isEqualTo(Level.WARN);
        assertThat(line.getFormattedMessage()).startsWith("refused: Code that runs in one isolation context");
        assertThat(CapturedEvents.values(line)).containsExactly("reason=CONTEXT_NOT_NARROWER", "scope=acme/support");
    }
}
