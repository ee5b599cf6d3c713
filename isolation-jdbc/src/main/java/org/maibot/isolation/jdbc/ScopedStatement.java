package org.maibot.isolation.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A statement that the guard may pass on to the database once.
 *
 * @param sql its text
 * @param bindings the scope's values, to be bound by the guard before each row of a batch, or null if the caller binds
 *     all values
 */
record ScopedStatement(String sql, @Nullable ScopeBindings bindings) {}
