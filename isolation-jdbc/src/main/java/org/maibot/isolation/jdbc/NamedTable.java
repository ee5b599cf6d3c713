package org.maibot.isolation.jdbc;

/**
 * A table in a statement.
 *
 * @param name the folded name by which the statement calls it
 */
record NamedTable(TableRule rule, String name) {}
