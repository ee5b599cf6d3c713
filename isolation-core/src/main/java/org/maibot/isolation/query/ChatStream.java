package org.maibot.isolation.query;

import java.time.Instant;
import java.util.Optional;
import org.maibot.isolation.IsolationContext;

/**
 * One group or private chat.
 *
 * @param context its identity
 * @param name what people call it, if anyone said
 * @param createdAt when it was created here
 * @param lastActiveAt the time of its newest message, or when it was created if it has none
 */
public record ChatStream(IsolationContext context, Optional<String> name, Instant createdAt, Instant lastActiveAt) {}
