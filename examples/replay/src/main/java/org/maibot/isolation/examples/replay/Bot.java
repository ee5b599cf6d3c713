package org.maibot.isolation.examples.replay;

import java.time.Duration;
import org.maibot.isolation.heartflow.Heartflow;
import org.maibot.isolation.heartflow.Overflow;
import org.maibot.isolation.jdbc.Isolation;

/**
 * The bot.
 *
 * @param isolation its database
 * @param heartflow handles its messages
 * @param roster its agents
 * @param activity what happens in its chat streams
 */
record Bot(Isolation isolation, Heartflow heartflow, Roster roster, Activity activity) {
    /** How many messages the rules look back. */
    private static final int HISTORY = 10;

    /** Longer than any thinking. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * Starts it.
     *
     * @param workers how many threads handle messages
     * @param anyAgent whether it serves whatever agents have messages
     */
    static Bot start(Isolation isolation, RuleBook rules, int workers, boolean anyAgent) {
        Activity activity = new Activity();
        Heartflow heartflow = Heartflow.on(isolation)
                .replyGenerator(rules)
                .sender(new FakePlatform())
                .messageRecorder(new LogTime())
                .generatorTime(PATIENCE)
                .historySize(HISTORY)
                .memoriesSize(0)
                .overflow(Overflow.WAIT) // a log can wait, unlike a platform
                .workers(workers)
                .hook(activity)
                .listener(activity)
                .build();
        return new Bot(isolation, heartflow, new Roster(heartflow, anyAgent), activity);
    }
}
