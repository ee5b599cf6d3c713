package org.maibot.isolation.testkit;

import javax.sql.DataSource;

/**
 * Code to be checked: a statement, a repository's method, or a whole request. It runs several times, on databases of the
 * same schema, and must do the same each time: what it does beside the database is not undone.
 *
 * @param <T> what it returns: a value with {@code equals}, or one that AssertJ can compare field by field
 */
@FunctionalInterface
public interface ScopedCode<T> {
    /** Runs on a data source, for one thread. Transactions of the code are parts of the check's, which is undone. */
    T run(DataSource dataSource) throws Exception;
}
