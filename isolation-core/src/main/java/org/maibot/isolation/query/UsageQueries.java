package org.maibot.isolation.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * The use of language models by a scope. Intervals include their beginning and exclude their end. Maps are in the order
 * of their keys and hold only keys with requests.
 */
public interface UsageQueries {

    /**
     * Records a request for this context, which names at least an agent: for a chat stream, or for the agent on a
     * platform or as a whole, in which case narrower contexts do not count it.
     */
    void record(Usage usage);

    /** The total of an interval. */
    UsageTotal total(Instant from, Instant to);

    /** The totals per calendar day in UTC. */
    Map<LocalDate, UsageTotal> perDay(Instant from, Instant to);

    /** The totals per model. */
    Map<String, UsageTotal> perModel(Instant from, Instant to);

    /** The totals per platform, without requests that belong to no platform. */
    Map<String, UsageTotal> perPlatform(Instant from, Instant to);
}
