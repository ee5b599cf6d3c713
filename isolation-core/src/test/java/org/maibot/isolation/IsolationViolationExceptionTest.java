package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.maibot.isolation.Refusals.refusal;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IsolationViolationExceptionTest {
    private static final String SECRET = "s3cret";
    private static final IsolationContext CONTEXT = IsolationContext.of(SECRET, SECRET, SECRET, SECRET);

    @RegisterExtension
    final CapturedEvents events = new CapturedEvents();

    private static Arguments refused(ViolationReason reason, String what, ThrowingCallable code) {
        return argumentSet(what, reason, code);
    }

    static Stream<Arguments> refusalsOfIds() {
        String control = SECRET + "\n" + SECRET;
        return Stream.of(
                refused(ViolationReason.INVALID_ID, "control character", () -> IsolationContext.of(control)),
                refused(ViolationReason.INVALID_ID, "length", () -> IsolationContext.of("t", SECRET.repeat(30))),
                refused(ViolationReason.INVALID_ID, "surrogate", () -> IsolationContext.of(SECRET + "\ud800")),
                refused(
                        ViolationReason.INVALID_ID,
                        "narrowing",
                        () -> CONTEXT.narrow().agent(control)),
                refused(
                        ViolationReason.INVALID_ID,
                        "gap",
                        () -> IsolationContext.of(SECRET)
                                .narrow()
                                .chatStream(SECRET)
                                .build()),
                refused(ViolationReason.INVALID_ID, "text", () -> IsolationContext.parse(SECRET + "/")),
                refused(
                        ViolationReason.INVALID_ID,
                        "JSON",
                        () -> IsolationContext.fromJson("{\"tenant_id\":\"s3cret\\n\"}")));
    }

    static Stream<Arguments> otherRefusals() {
        return Stream.of(
                refused(ViolationReason.INVALID_CONTEXT_TEXT, "text", () -> IsolationContext.parse(SECRET + "%")),
                refused(ViolationReason.INVALID_CONTEXT_TEXT, "JSON", () -> IsolationContext.fromJson("{s3cret")),
                refused(
                        ViolationReason.INVALID_CONTEXT_TEXT,
                        "member",
                        () -> IsolationContext.fromJson("{\"tenant_id\":\"t\",\"s3cret\":\"s3cret\"}")),
                refused(
                        ViolationReason.CONTEXT_NOT_NARROWER,
                        "narrowing",
                        () -> CONTEXT.narrow().agent("s3cret2")),
                refused(
                        ViolationReason.CONTEXT_NOT_NARROWER,
                        "nesting",
                        () -> CONTEXT.supply(IsolationContext.of("s3cret2").wrapSupplier(CONTEXT::narrow))),
                refused(
                        ViolationReason.CONTEXT_NOT_NARROWER,
                        "wrapping",
                        () -> IsolationContext.of("s3cret2").wrap(CONTEXT.wrap(Runnable::run))),
                refused(
                        ViolationReason.WRONG_LEVEL,
                        "level",
                        () -> IsolationContext.of(SECRET).requireFixed(Dimension.AGENT, "Listing")),
                refused(ViolationReason.NO_CONTEXT, "no context", IsolationContext::requireCurrent));
    }

    @ParameterizedTest
    @MethodSource({"refusalsOfIds", "otherRefusals"})
    void everyRefusalHasAReasonAndARemedyAndNoId(ViolationReason reason, ThrowingCallable code) {
        IsolationViolationException refusal = refusal(code, reason);
        assertThat(refusal.toString()).doesNotContain(SECRET);
        assertThat(refusal).hasNoCause().hasNoSuppressedExceptions();
        assertThat(events.messages()).noneMatch(message -> message.contains(SECRET));
    }

    @ParameterizedTest
    @MethodSource("org.maibot.isolation.HostileIds#illegal")
    void theMessageIsOnePlainLineOfModestLengthWhateverTheIdWas(String id) {
        Stream<ThrowingCallable> refused = Stream.of(
                () -> IsolationContext.of(id),
                () -> IsolationContext.parse(id),
                () -> IsolationContext.fromJson(id),
                () -> IsolationContext.fromJson("{\"tenant_id\":\"" + id + "\"}"));
        assertThat(refused.map(code -> catchThrowableOfType(IsolationViolationException.class, code)))
                .allSatisfy(refusal -> assertThat(refusal).message().matches("[ -~]{20,250}"));
    }

    @Test
    void theMessageIsTheRefusalAndThenTheRemedy() {
        IsolationViolationException refusal =
                new IsolationViolationException(ViolationReason.UNKNOWN_TABLE, "No rule covers it", "Declare it");
        assertThat(refusal).hasMessage("No rule covers it. Declare it.");
        assertThat(refusal.remedy()).isEqualTo("Declare it");
        assertThat(refusal.reason()).isEqualTo(ViolationReason.UNKNOWN_TABLE);
    }

    @Test
    void aPlaceInTheStatementIsPartOfTheMessage() {
        IsolationViolationException refusal =
                new IsolationViolationException(ViolationReason.UNKNOWN_TABLE, "No rule covers it", "Declare it");
        refusal.initCause(new IllegalStateException("why"));
        IsolationViolationException located = refusal.at(15);

        assertThat(refusal.position()).isEmpty();
        assertThat(located).hasMessage("No rule covers it (at character 15). Declare it.");
        assertThat(located.position()).hasValue(15);
        assertThat(located.reason()).isEqualTo(ViolationReason.UNKNOWN_TABLE);
        assertThat(located.remedy()).isEqualTo("Declare it");
        assertThat(located).hasCause(refusal.getCause());
        assertThat(located.at(3)).isSameAs(located);
        assertThatThrownBy(() -> refusal.at(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
