/**
 * Scopes and what carries them.
 *
 * <p>{@link org.maibot.isolation.IsolationContext} is the identity of a scope: a tenant, and optionally an agent, a
 * platform and a chat stream inside it. Code runs in one with {@code context.run(…)}; contexts only narrow. Whatever
 * would cross a boundary is refused with an {@link org.maibot.isolation.IsolationViolationException}, and every refusal
 * reaches an {@link org.maibot.isolation.IsolationObserver}.
 *
 * <p>What a scope holds is read and written through the query managers in {@code org.maibot.isolation.query}.
 */
@NullMarked
package org.maibot.isolation;

import org.jspecify.annotations.NullMarked;
