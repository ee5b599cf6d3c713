package org.maibot.isolation.examples.replay;

import java.time.Duration;
import java.util.List;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.OutcomeCounts;

/**
 * What the bot does at a moment.
 *
 * @param elapsed the time since it began
 * @param perSecond how many messages have their outcome in a second
 * @param median the time from when a message is handed over until it has its outcome, which half of the messages do not exceed
 * @param slow likewise, which 99 of 100 messages do not exceed
 * @param total what all agents do
 * @param scopes what each tenant does, every tenant followed by its agents
 * @param busiest the chat streams with the most messages, the busiest first
 */
record Snapshot(
        Duration elapsed,
        double perSecond,
        Duration median,
        Duration slow,
        Work total,
        List<ScopeWork> scopes,
        List<Activity.StreamActivity> busiest) {

    /**
     * What a tenant or an agent does.
     *
     * @param scope the tenant or agent
     * @param work what it does
     */
    record ScopeWork(IsolationContext scope, Work work) {}

    /**
     * What one or several agents do.
     *
     * @param streams how many chat streams had messages
     * @param received how many messages came in
     * @param replied how many were replied to
     * @param ignored how many were ignored
     * @param failed how many failed, or were refused
     * @param waiting how many wait for their turn
     * @param underWay how many are having their turn
     */
    record Work(long streams, long received, long replied, long ignored, long failed, long waiting, long underWay) {
        static final Work NONE = new Work(0, 0, 0, 0, 0, 0, 0);

        /** What an agent does. Messages of an earlier start have outcomes though they did not come in. */
        static Work of(OutcomeCounts counts, long streams, long underWay) {
            long failed = counts.refused() + counts.failed();
            long ended = counts.replied() + counts.ignored() + failed + counts.postponed();
            return new Work(
                    streams,
                    counts.received(),
                    counts.replied(),
                    counts.ignored(),
                    failed,
                    Math.max(0, counts.received() - ended - underWay),
                    Math.max(0, underWay));
        }

        Work plus(Work other) {
            return new Work(
                    streams + other.streams,
                    received + other.received,
                    replied + other.replied,
                    ignored + other.ignored,
                    failed + other.failed,
                    waiting + other.waiting,
                    underWay + other.underWay);
        }

        /** How many have an outcome. */
        long ended() {
            return replied + ignored + failed;
        }
    }
}
