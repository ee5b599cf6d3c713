package org.maibot.isolation.query;

import java.time.Instant;
import java.util.Optional;
import org.maibot.isolation.IsolationContext;

/**
 * Counts of what a scope holds.
 *
 * @param context the scope
 * @param agents how many agents
 * @param chatStreams how many chat streams
 * @param messages how many messages
 * @param memories how many memories it sees
 * @param usage the total use of language models
 * @param lastActiveAt the time of the last activity in a chat stream, if there is any
 */
public record TenantOverview(
        IsolationContext context,
        long agents,
        long chatStreams,
        long messages,
        long memories,
        UsageTotal usage,
        Optional<Instant> lastActiveAt) {}
