package org.maibot.isolation.query;

import java.time.Instant;
import java.util.Optional;
import org.maibot.isolation.IsolationContext;

/**
 * One bot persona of a tenant.
 *
 * @param context its identity
 * @param name what people call it, if anyone said
 * @param createdAt when it was registered here
 */
public record Agent(IsolationContext context, Optional<String> name, Instant createdAt) {}
