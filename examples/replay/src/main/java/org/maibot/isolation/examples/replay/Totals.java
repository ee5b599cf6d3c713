package org.maibot.isolation.examples.replay;

/**
 * What became of the lines of a log, and of the messages in them, in numbers.
 *
 * @param bad how many lines were bad
 * @param notOurs how many were of agents that the bot does not serve
 * @param ofAgents how many were written by agents
 * @param sent how many were handed to the bot
 * @param replied how many of these it replied to
 * @param ignored how many of these it had nothing to say to
 * @param known how many of these it knew already
 * @param failed how many of these failed
 * @param refused how many of these were refused
 * @param left how many of these were left to another process or a later start
 */
record Totals(
        long bad,
        long notOurs,
        long ofAgents,
        long sent,
        long replied,
        long ignored,
        long known,
        long failed,
        long refused,
        long left) {
    long lines() {
        return bad + notOurs + ofAgents + sent;
    }

    /** How many messages were handled, failed or were refused. */
    long ended() {
        return replied + ignored + known + failed + refused;
    }

    /** Whether every line was good, and every message of it that was sent was handled. */
    boolean isComplete() {
        return bad == 0 && replied + ignored + known == sent;
    }
}
