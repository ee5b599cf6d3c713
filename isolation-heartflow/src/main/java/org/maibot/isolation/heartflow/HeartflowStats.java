package org.maibot.isolation.heartflow;

/**
 * What a heartflow does, in this process.
 *
 * @param counts what became of the messages since the start
 * @param tenants how many tenants have chat streams in memory
 * @param streams how many chat streams are in memory
 * @param waiting how many messages wait for their turn
 * @param underWay how many messages are having their turn
 */
public record HeartflowStats(OutcomeCounts counts, int tenants, int streams, int waiting, int underWay) {}
