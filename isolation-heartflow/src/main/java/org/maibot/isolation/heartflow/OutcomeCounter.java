package org.maibot.isolation.heartflow;

import java.util.concurrent.atomic.LongAdder;

/** Counts the messages of an agent. Safe for use by several threads. */
final class OutcomeCounter {
    private final LongAdder received = new LongAdder();
    private final LongAdder replied = new LongAdder();
    private final LongAdder ignored = new LongAdder();
    private final LongAdder filtered = new LongAdder();
    private final LongAdder commands = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder postponed = new LongAdder();

    /** A message came in. */
    void countReceived() {
        received.increment();
    }

    /** A message has its outcome. */
    void count(Outcome outcome) {
        counter(outcome).increment();
    }

    private LongAdder counter(Outcome outcome) {
        if (outcome instanceof Outcome.Replied) {
            return replied;
        } else if (outcome instanceof Outcome.Ignored) {
            return ignored;
        } else if (outcome instanceof Outcome.Filtered) {
            return filtered;
        } else if (outcome instanceof Outcome.CommandHandled) {
            return commands;
        } else if (outcome instanceof Outcome.Refused) {
            return refused;
        } else if (outcome instanceof Outcome.Failed) {
            return failed;
        } else {
            return postponed;
        }
    }

    OutcomeCounts counts() {
        return new OutcomeCounts(
                received.sum(),
                replied.sum(),
                ignored.sum(),
                filtered.sum(),
                commands.sum(),
                refused.sum(),
                failed.sum(),
                postponed.sum());
    }
}
