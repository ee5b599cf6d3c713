package org.maibot.isolation.heartflow;

import java.util.List;

/**
 * How a heartflow fares.
 *
 * @param problems what is wrong; empty if all is well
 */
public record HeartflowHealth(List<Problem> problems) {
    /** Copies the list. */
    public HeartflowHealth {
        problems = List.copyOf(problems);
    }

    /** Whether all is well. */
    public boolean isHealthy() {
        return problems.isEmpty();
    }

    /**
     * Something that is wrong.
     *
     * @param kind what it is, for programs
     * @param message what it is and what to do, for people; for the operator, since it may name chat streams of any tenant
     */
    public record Problem(Kind kind, String message) {}

    /** What is wrong. */
    public enum Kind {
        /** A turn lasts longer than its time, and does not end though it was interrupted. */
        STUCK_STREAM,
        /** A queue has no room left, or nearly none. */
        FULL_QUEUE,
        /** The last replies could not be generated. */
        FAILING_GENERATOR,
        /** The last replies could not be sent. */
        FAILING_SENDER,
        /** Messages cannot be kept or stored. */
        FAILING_STORE,
        /** The host's executor takes no work. */
        FAILING_EXECUTOR,
        /** It accepts nothing any more. */
        CLOSED
    }
}
