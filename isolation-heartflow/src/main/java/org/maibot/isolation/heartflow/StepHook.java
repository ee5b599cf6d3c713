package org.maibot.isolation.heartflow;

import java.util.Optional;

/**
 * Is called around each {@link Step} in a message's turn, on the thread of the step. What it throws ends the message as if the step had thrown it. Safe for
 * use by several threads.
 */
public interface StepHook {

    /** A step is about to begin. */
    default void before(Step step, Turn turn) throws Exception {}

    /**
     * A step has ended.
     *
     * @param failure what it threw, if it did
     */
    default void after(Step step, Turn turn, Optional<Throwable> failure) throws Exception {}
}
