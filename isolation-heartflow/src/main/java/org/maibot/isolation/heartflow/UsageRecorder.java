package org.maibot.isolation.heartflow;

import java.util.List;
import org.maibot.isolation.query.Usage;

/** Says what use of language models is recorded for a reply. Safe for use by several threads. */
@FunctionalInterface
public interface UsageRecorder {

    /**
     * The requests to record, in the same transaction as the messages.
     *
     * @param used what the generator says it used
     * @throws Exception if it cannot say, which ends the message as failed
     */
    List<Usage> record(Turn turn, List<Usage> used) throws Exception;

    /** What the generator says. */
    static UsageRecorder standard() {
        return (turn, used) -> used;
    }
}
