package org.maibot.isolation.jdbc;

/**
 * Learns of every statement that the database gets in a context, on the thread that executes it and just before the driver
 * gets it; see {@link TableRules.Builder#statementListener}. It is told of no statement that is refused or that is only
 * prepared, of none that reads the schema, and of none of {@link Isolation#system}. Statements on connections that
 * nothing guards never come to it. Implementations are safe for use by several threads, and quick.
 *
 * <p>Without a listener nothing is made for one. With one, a statement costs about as much whenever it is prepared as it does
 * without one when it is prepared first, since its tables are looked up in its text.
 */
@FunctionalInterface
public interface StatementListener {

    /** Takes a statement. What this throws is logged and goes no further: a listener never changes what happens. */
    void onStatement(ExecutedStatement statement);
}
