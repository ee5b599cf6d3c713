/**
 * Reading and writing what a scope holds, without SQL.
 *
 * <p>An {@link org.maibot.isolation.query.IsolatedQueryManager} is obtained for one context and reaches nothing outside
 * it: a manager of a chat stream sees that stream, one of an agent sees all platforms and streams of the agent. What
 * belongs to one chat stream is written with a manager of that stream.
 *
 * <p>All types here are interfaces and immutable values; managers are safe for use by several threads. Lists are
 * unmodifiable. Times have a resolution of one microsecond, finer parts are cut off. Limits are numbers of rows from 1
 * to {@value org.maibot.isolation.query.IsolatedQueryManager#MAX_LIMIT}; others throw
 * {@link java.lang.IllegalArgumentException}. An operation that needs a narrower or a wider context than the
 * manager's throws {@link org.maibot.isolation.IsolationViolationException} with the reason
 * {@link org.maibot.isolation.ViolationReason#WRONG_LEVEL}.
 */
@NullMarked
package org.maibot.isolation.query;

import org.jspecify.annotations.NullMarked;
