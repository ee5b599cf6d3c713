package org.maibot.isolation.jdbc;

/**
 * A line of a chat log that was not read or not imported.
 *
 * @param number its number, from 1
 * @param reason what is wrong with it
 */
public record RejectedLine(long number, String reason) {}
