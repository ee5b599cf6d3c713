package org.maibot.isolation.query;

/**
 * The sum of requests to language models.
 *
 * @param requests how many
 * @param promptTokens tokens sent
 * @param completionTokens tokens received
 */
public record UsageTotal(long requests, long promptTokens, long completionTokens) {}
