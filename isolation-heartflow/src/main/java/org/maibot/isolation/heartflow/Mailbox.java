package org.maibot.isolation.heartflow;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;

/** The messages of one chat stream that wait for their turn. Guarded by the scheduler's lock. */
final class Mailbox {
    final IsolationContext stream;
    final Lane lane;

    /** Null while nothing waits, as in most chat streams. */
    private @Nullable ArrayDeque<Delivery> waiting;

    /** The message whose turn it is. */
    @Nullable
    Delivery current;

    /** How many messages have a place here, and are not enqueued yet. */
    int reserved;

    /** Whether it is among its lane's ready ones. */
    boolean ready;

    /** When it became idle, in nanoseconds. */
    long idleSince;

    Mailbox(IsolationContext stream, Lane lane) {
        this.stream = stream;
        this.lane = lane;
    }

    void add(Delivery delivery) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
        }
        waiting.add(delivery);
    }

    @Nullable
    Delivery peek() {
        return waiting == null ? null : waiting.peek();
    }

    void remove(Delivery delivery) {
        if (waiting == null || !waiting.remove(delivery)) { // mostly the first one
            throw new IllegalStateException("the message does not wait here");
        }
        if (waiting.isEmpty()) {
            waiting = null;
        }
    }

    /** How many places are taken. */
    int places() {
        return reserved + (waiting == null ? 0 : waiting.size());
    }

    boolean isIdle() {
        return current == null && places() == 0;
    }
}
