package org.maibot.isolation.heartflow;

/**
 * How many messages came in since the start, and what became of them. What is received and has no outcome yet waits or is being
 * handled.
 *
 * @param received how many came in, also those that were refused
 * @param replied how many were replied to
 * @param ignored how many were ignored
 * @param filtered how many were filtered out
 * @param commands how many were commands
 * @param refused how many were refused
 * @param failed how many failed
 * @param postponed how many were left to another process or a later start
 */
public record OutcomeCounts(
        long received,
        long replied,
        long ignored,
        long filtered,
        long commands,
        long refused,
        long failed,
        long postponed) {
    static final OutcomeCounts NONE = new OutcomeCounts(0, 0, 0, 0, 0, 0, 0, 0);

    /** How many wait or are being handled; nearly so while messages come in or end. */
    public long pending() {
        return received - replied - ignored - filtered - commands - refused - failed - postponed;
    }

    OutcomeCounts plus(OutcomeCounts other) {
        return new OutcomeCounts(
                received + other.received,
                replied + other.replied,
                ignored + other.ignored,
                filtered + other.filtered,
                commands + other.commands,
                refused + other.refused,
                failed + other.failed,
                postponed + other.postponed);
    }
}
