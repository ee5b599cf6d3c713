/**
 * The runtime that a bot opens once, and the engine that scopes every SQL statement.
 *
 * <p>{@link org.maibot.isolation.jdbc.Isolation} is the front door: it hands out data sources, jOOQ contexts and query
 * managers, each for one {@link org.maibot.isolation.IsolationContext}. The path of a statement: a guarded connection gets
 * its text; {@link org.maibot.isolation.jdbc.TableRules}, which follow the schema, have it looked up or scoped by those for
 * its present state ({@code SchemaRules}, {@code StatementScoper}: tokens, the places that name tables, predicates and values
 * put in, and a check of the result apart from that, {@code ScopeVerifier}); the guard prepares the
 * scoped text, binds the context's values and maps the caller's bind variables. {@link
 * org.maibot.isolation.jdbc.IsolationVisitListener} leads the statements of a host's own jOOQ configuration the same way. A
 * {@link org.maibot.isolation.jdbc.StatementListener} is told of what is executed.
 *
 * <p>Chat logs are read by {@link org.maibot.isolation.jdbc.ChatLogReader}, and imported by {@link
 * org.maibot.isolation.jdbc.ChatLogImporter}.
 *
 * <p>What only the database's schema can close is found when the runtime opens, as {@link
 * org.maibot.isolation.jdbc.SchemaFinding}s.
 */
@NullMarked
package org.maibot.isolation.jdbc;

import org.jspecify.annotations.NullMarked;
