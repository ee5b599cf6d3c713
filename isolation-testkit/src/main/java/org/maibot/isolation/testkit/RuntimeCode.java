package org.maibot.isolation.testkit;

import org.maibot.isolation.jdbc.Isolation;

/**
 * Code to be checked that works with the runtime: a service call, or a whole request. It runs several times, on databases
 * of the same schema, and must do the same each time: what it does beside the database is not undone.
 *
 * @param <T> what it returns: a value with {@code equals}, or one that AssertJ can compare field by field
 */
@FunctionalInterface
public interface RuntimeCode<T> {
    /**
     * Runs on a runtime, in whose context {@link org.maibot.isolation.IsolationContext#current()} is. Transactions of the
     * code are parts of the check's, which is undone.
     */
    T run(Isolation isolation) throws Exception;
}
