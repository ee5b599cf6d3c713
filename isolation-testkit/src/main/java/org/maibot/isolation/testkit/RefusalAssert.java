package org.maibot.isolation.testkit;

import org.assertj.core.api.AbstractThrowableAssert;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

/** Assertions about a refusal, see {@link IsolationAssertions#assertThatRefused}. */
public final class RefusalAssert extends AbstractThrowableAssert<RefusalAssert, IsolationViolationException> {
    RefusalAssert(IsolationViolationException refusal) {
        super(refusal, RefusalAssert.class);
    }

    /** Asserts why it was refused. */
    public RefusalAssert withReason(ViolationReason reason) {
        if (actual.reason() != reason) {
            failWithMessage("Expected a refusal for the reason %s, but it was %s: %s", reason, actual.reason(), actual);
        }
        return this;
    }

    /** Asserts the character of the statement that the refusal is about, from 1. */
    public RefusalAssert atCharacter(int position) {
        if (actual.position().orElse(0) != position) {
            failWithMessage("Expected a refusal at character %s, but it was: %s", position, actual);
        }
        return this;
    }
}
