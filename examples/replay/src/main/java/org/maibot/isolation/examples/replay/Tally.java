package org.maibot.isolation.examples.replay;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.heartflow.Outcome;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;

/** What became of the lines of a log, and of the messages in them. Safe for use by several threads. */
final class Tally {
    private static final int MAX_COMPLAINTS = 10;

    private final LongAdder bad = new LongAdder();
    private final LongAdder notOurs = new LongAdder();
    private final LongAdder ofAgents = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder replied = new LongAdder();
    private final LongAdder ignored = new LongAdder();
    private final LongAdder known = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final Map<String, LongAdder> complaints = new ConcurrentSkipListMap<>();

    /** The messages without an outcome, and one for the rest of the log. */
    private final AtomicLong open = new AtomicLong(1);

    private final CompletableFuture<Boolean> allEnded = new CompletableFuture<>();

    void bad() {
        bad.increment();
    }

    void notOurs() {
        notOurs.increment();
    }

    void ofAgent() {
        ofAgents.increment();
    }

    /** A message is about to be handed to the bot; {@link #ended} follows. */
    void sent() {
        sent.increment();
        open.incrementAndGet();
    }

    /** There are no more lines. */
    void fed() {
        close();
    }

    /** A message has its outcome, or, as a defect of the bot, an exception. */
    void ended(@Nullable Outcome outcome, @Nullable Throwable failure) {
        if (outcome == null) {
            failed.increment();
            complain("failed: " + failure);
        } else {
            count(outcome);
        }
        close();
    }

    private void count(Outcome outcome) {
        if (outcome instanceof Outcome.Ignored nothing) {
            (nothing.reason() == IgnoreReason.DUPLICATE ? known : ignored).increment();
        } else if (outcome instanceof Outcome.Postponed || isRefusedAsClosed(outcome)) {
            left.increment();
        } else if (outcome instanceof Outcome.Refused refusal) {
            refused.increment();
            complain("refused: " + refusal.message());
        } else if (outcome instanceof Outcome.Failed failure) {
            failed.increment();
            complain("failed in the step " + failure.step() + ": " + failure.cause());
        } else {
            replied.increment();
        }
    }

    /** As a message is that waited for room while the program was told to stop. */
    private static boolean isRefusedAsClosed(Outcome outcome) {
        return outcome instanceof Outcome.Refused refusal && refusal.reason() == ViolationReason.CLOSED;
    }

    private void complain(String complaint) {
        if (complaints.containsKey(complaint) || complaints.size() < MAX_COMPLAINTS) {
            complaints.computeIfAbsent(complaint, any -> new LongAdder()).increment();
        }
    }

    private void close() {
        if (open.decrementAndGet() == 0) {
            allEnded.complete(true);
        }
    }

    /** Ends when there are no more lines, and every message has its outcome. */
    CompletableFuture<Boolean> allEnded() {
        return allEnded.copy();
    }

    /** What went wrong, and how often; the first few kinds of it. */
    Map<String, LongAdder> complaints() {
        return complaints;
    }

    Totals totals() {
        return new Totals(
                bad.sum(),
                notOurs.sum(),
                ofAgents.sum(),
                sent.sum(),
                replied.sum(),
                ignored.sum(),
                known.sum(),
                failed.sum(),
                refused.sum(),
                left.sum());
    }
}
