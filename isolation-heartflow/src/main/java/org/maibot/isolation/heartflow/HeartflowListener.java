package org.maibot.isolation.heartflow;

import java.time.Duration;
import org.maibot.isolation.IsolationContext;

/** Learns what becomes of messages, for logs and metrics. Safe for use by several threads, and quick; what it throws is logged and goes no further. */
@FunctionalInterface
public interface HeartflowListener {

    /**
     * A message has its outcome. One that another process handled is told in both: where it was handled, and where it was accepted if that process is alive.
     *
     * @param scope its chat stream, or its agent if it was refused before that was known
     * @param waited how long it waited for its turn, or for its refusal
     * @param handled how long its turn took, zero if it had none
     */
    void onOutcome(IsolationContext scope, Outcome outcome, Duration waited, Duration handled);
}
