package org.maibot.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every refusal has in common. */
final class Refusals {
    private Refusals() {}

    /** Runs code that is refused, checks the form of the refusal and returns it. */
    static IsolationViolationException refusal(ThrowingCallable code, ViolationReason reason) {
        IsolationViolationException refusal = catchThrowableOfType(IsolationViolationException.class, code);
        assertThat(refusal).as("refusal").isNotNull();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.remedy()).isNotBlank().doesNotEndWith(".");
        assertThat(refusal).message().matches("(?s)\\S.*[^.]\\. .*[^.]\\.").endsWith(refusal.remedy() + ".");
        return refusal;
    }
}
