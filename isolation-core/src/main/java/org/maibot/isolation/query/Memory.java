package org.maibot.isolation.query;

import java.time.Instant;
import java.util.Optional;
import org.maibot.isolation.IsolationContext;

/**
 * Something an agent remembers.
 *
 * @param context the scope that owns it
 * @param level the level of that scope
 * @param memoryId identifies it inside its agent
 * @param title what it is about
 * @param content what is remembered
 * @param createdAt when it was stored
 * @param promotionReason why it was moved to a wider level, if it was
 */
public record Memory(
        IsolationContext context,
        MemoryLevel level,
        String memoryId,
        String title,
        String content,
        Instant createdAt,
        Optional<String> promotionReason) {}
