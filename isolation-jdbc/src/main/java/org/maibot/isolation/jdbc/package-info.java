/**
 * The runtime that a bot opens once, and the engine that scopes every SQL statement.
 *
 * <p>{@link org.maibot.isolation.jdbc.Isolation} is the front door: it hands out jOOQ contexts and query managers, each
 * for one {@link org.maibot.isolation.IsolationContext}. The path of a statement: jOOQ renders it, and while it does,
 * {@link org.maibot.isolation.jdbc.IsolationVisitListener} scopes each reference to a table by the
 * {@link org.maibot.isolation.jdbc.TableRules}, then checks, apart from that, that each reference is scoped; the
 * guarded connection passes on only what went this way.
 *
 * <p>What only the database's schema can close is found when the runtime opens, as {@link
 * org.maibot.isolation.jdbc.SchemaFinding}s.
 */
@NullMarked
package org.maibot.isolation.jdbc;

import org.jspecify.annotations.NullMarked;
