package org.maibot.isolation.heartflow;

import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;

/** Refusals with several places of origin. */
final class Refusals {
    private Refusals() {}

    static IsolationViolationException closed() {
        return new IsolationViolationException(
                ViolationReason.CLOSED,
                "The heartflow accepts no messages any more: it is closed, or its tenant was cleaned up",
                "Create a processor anew, of an open heartflow");
    }

    static IsolationViolationException notPermitted() {
        return new IsolationViolationException(
                ViolationReason.NOT_PERMITTED,
                "The agent may not send to this chat stream",
                "Permit it with the builder's sendPermission(…), or do not let the agent read there");
    }
}
