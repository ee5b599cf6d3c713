package org.maibot.isolation.heartflow;

/**
 * What {@link Heartflow#cleanupTenant} ended.
 *
 * @param tenantId the tenant
 * @param agents how many agents' processors were closed
 * @param left the messages that were not handled, and whether they are kept
 */
public record CleanupReport(String tenantId, int agents, DrainReport left) {}
