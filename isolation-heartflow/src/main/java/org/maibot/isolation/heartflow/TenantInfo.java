package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.Map;

/**
 * What a heartflow does for one tenant, in this process.
 *
 * @param tenantId the tenant
 * @param agents what is counted of each agent that has or had a processor, by the agent's id
 * @param streams how many chat streams are in memory
 * @param waiting how many messages wait for their turn
 * @param underWay how many messages are having their turn
 * @param longestWait how long the message that has waited longest has waited, zero if none waits
 * @param weight the tenant's share, 1 unless set
 */
public record TenantInfo(
        String tenantId,
        Map<String, OutcomeCounts> agents,
        int streams,
        int waiting,
        int underWay,
        Duration longestWait,
        double weight) {
    /** Copies the map. */
    public TenantInfo {
        agents = Map.copyOf(agents);
    }

    /** The counts of all its agents. */
    public OutcomeCounts counts() {
        return agents.values().stream().reduce(OutcomeCounts.NONE, OutcomeCounts::plus);
    }
}
