package org.maibot.isolation.testkit;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.Isolation;

/** Where assertions about isolation begin, beside those of AssertJ. */
public final class IsolationAssertions {
    private IsolationAssertions() {}

    /** Begins assertions about a runtime. */
    public static IsolationAssert assertThat(Isolation isolation) {
        return new IsolationAssert(isolation);
    }

    /** Begins assertions about the statements that were executed. */
    public static StatementCaptureAssert assertThat(StatementCapture capture) {
        return new StatementCaptureAssert(capture);
    }

    /**
     * Asserts that code is refused by the isolation: by the exception itself, or by one that it is a cause of, as through JDBC and
     * whatever wraps its exceptions.
     *
     * @throws AssertionError if the code ends otherwise; what it has thrown is the cause
     */
    public static RefusalAssert assertThatRefused(ThrowingCallable code) {
        return assertThatRefused("The code", code);
    }

    static RefusalAssert assertThatRefused(String what, ThrowingCallable code) {
        Throwable thrown = Assertions.catchThrowable(code);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IsolationViolationException refusal) {
                return new RefusalAssert(refusal);
            }
        }
        throw new AssertionError(
                thrown == null
                        ? what + " was not refused: it came to its end"
                        : what + " was not refused by the isolation: it has thrown " + thrown,
                thrown);
    }
}
