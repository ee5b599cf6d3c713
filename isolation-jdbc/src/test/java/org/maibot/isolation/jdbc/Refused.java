package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

/** The assertion that something is refused. */
final class Refused {
    private Refused() {}

    /** Asserts that code is refused for a reason, and returns the refusal. */
    static IsolationViolationException because(ViolationReason reason, ThrowingCallable code) {
        IsolationViolationException refusal = catchThrowableOfType(IsolationViolationException.class, code);
        assertThat(refusal).as("the refusal").isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        return refusal;
    }
}
