package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.Map;

/**
 * The bounds of a {@link Scheduler}.
 *
 * @param workers how many threads handle messages
 * @param inFlight how many messages may have their turn at once, those that hold no thread included
 * @param inFlightPerTenant likewise, of one tenant
 * @param perStream how many messages of a stream may wait
 * @param perTenant how many messages of a tenant may wait
 * @param inAll how many messages may wait
 * @param streams how many chat streams are kept in memory, busy ones excepted
 * @param idleTime how long an idle chat stream is kept in memory
 * @param weights of tenants, 1 for others
 */
record Limits(
        int workers,
        int inFlight,
        int inFlightPerTenant,
        int perStream,
        int perTenant,
        int inAll,
        int streams,
        Duration idleTime,
        Map<String, Double> weights,
        Overflow overflow,
        Duration patience) {}
