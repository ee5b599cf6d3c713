package org.maibot.isolation.jdbc;

/**
 * A place in a scoped text that names a table, for {@link ScopeVerifier}.
 *
 * @param place where its name begins
 * @param last the last part of its name
 */
record VerifiedTable(int place, int last, TableRule rule) {}
