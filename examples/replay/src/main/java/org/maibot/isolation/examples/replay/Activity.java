package org.maibot.isolation.examples.replay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.HeartflowListener;
import org.maibot.isolation.heartflow.Outcome;
import org.maibot.isolation.heartflow.Step;
import org.maibot.isolation.heartflow.StepHook;
import org.maibot.isolation.heartflow.Turn;

/**
 * What happens in each chat stream, as a heartflow tells it: of turns that begin as to a hook, of outcomes as to a listener. It
 * remembers every chat stream. Safe for use by several threads.
 */
final class Activity implements HeartflowListener, StepHook {
    private final Map<IsolationContext, Counts> streams = new ConcurrentHashMap<>();
    private final Latencies latencies = new Latencies();

    private static final class Counts {
        private final LongAdder ended = new LongAdder();
        private final LongAdder underWay = new LongAdder();
    }

    /**
     * What happened in a chat stream.
     *
     * @param stream the chat stream
     * @param ended how many messages have their outcome
     * @param underWay how many messages are having their turn, 0 or 1
     */
    record StreamActivity(IsolationContext stream, long ended, long underWay) {
        /** The agent that it is of. */
        IsolationContext agent() {
            return IsolationContext.of(stream.tenantId(), stream.agentId().orElseThrow());
        }
    }

    @Override
    public void before(Step step, Turn turn) {
        if (step == Step.FILTER) {
            counts(turn.stream()).underWay.increment();
        }
    }

    @Override
    public void onOutcome(IsolationContext scope, Outcome outcome, Duration waited, Duration handled) {
        if (scope.chatStreamId().isEmpty()) {
            return; // refused before its stream was known
        }
        counts(scope).ended.increment();
        if (!handled.isZero()) {
            counts(scope).underWay.decrement();
            latencies.add(waited.plus(handled));
        }
    }

    private Counts counts(IsolationContext stream) {
        return streams.computeIfAbsent(stream, any -> new Counts());
    }

    /** From when a message was handed over until it had its outcome, those apart that had no turn. */
    Latencies latencies() {
        return latencies;
    }

    /** All chat streams, in no order. */
    List<StreamActivity> streams() {
        return streams.entrySet().stream()
                .map(entry -> new StreamActivity(
                        entry.getKey(),
                        entry.getValue().ended.sum(),
                        entry.getValue().underWay.sum()))
                .toList();
    }
}
