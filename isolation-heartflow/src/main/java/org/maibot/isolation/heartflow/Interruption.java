package org.maibot.isolation.heartflow;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets another thread end what a turn is doing: code that blocks is interrupted, what is awaited is given up. Once it has happened, nothing
 * new begins in the turn. Safe for use by several threads.
 */
final class Interruption {
    private final Time time;
    private final Duration turnLimit;
    private final long began;
    private @Nullable Duration callLimit;
    private long callBegan;
    private @Nullable Thread caller;
    private @Nullable Awaited awaited;
    private volatile @Nullable Exception cause;

    /** Something that a turn awaits without a thread. */
    interface Awaited {
        void giveUp(Exception cause);
    }

    /** Begins a turn that is to end within a time. */
    Interruption(Time time, Duration turnLimit) {
        this.time = time;
        this.turnLimit = turnLimit;
        this.began = time.nanos();
    }

    /** From now on, the calling thread works at the turn; it is interrupted if the turn is ended. */
    synchronized void enter() {
        caller = Thread.currentThread();
    }

    /** The calling thread does nothing that is to be interrupted any more. */
    synchronized void leave() {
        if (caller == Thread.currentThread()) {
            caller = null;
            clear();
        }
    }

    private void clear() {
        if (cause != null) {
            Thread.interrupted(); // ours, and of no concern to what the thread does next
        }
    }

    /** Why the turn was ended, if it was. */
    Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    /** Throws why the turn was ended, if it was. */
    void requireOn() throws Exception {
        if (cause != null) {
            throw cause;
        }
    }

    /** From now on, what is called or awaited is to end within a time; null if only the turn as a whole is. */
    synchronized void limit(@Nullable Duration limit) {
        callLimit = limit;
        callBegan = limit == null ? 0 : time.nanos();
    }

    /** The calling thread leaves the turn, which awaits something; that is given up at once if the turn was ended. */
    void await(Awaited next) {
        Exception ended;
        synchronized (this) {
            leave();
            awaited = next;
            ended = cause;
        }
        if (ended != null) {
            next.giveUp(ended);
        }
    }

    /** Nothing is awaited any more, and what was awaited is not late, however long the turn waits for a thread. */
    synchronized void resume() {
        awaited = null;
        callLimit = null;
    }

    /** Ends what the turn does if it takes too long. */
    void endIfLate() {
        Duration late = exceeded(time.nanos());
        if (late != null) {
            end(new TimeoutException("It took longer than " + late));
        }
    }

    private synchronized @Nullable Duration exceeded(long now) {
        if (callLimit != null && now - callBegan >= callLimit.toNanos()) {
            return callLimit;
        }
        return now - began >= turnLimit.toNanos() ? turnLimit : null;
    }

    /** How long the turn has lasted, in nanoseconds. */
    long age() {
        return time.nanos() - began;
    }

    /** Ends what the turn does; only the first time has an effect. */
    void end(Exception why) {
        Awaited given;
        synchronized (this) {
            if (cause != null) {
                return;
            }
            cause = why;
            if (caller != null) {
                caller.interrupt();
            }
            given = awaited;
        }
        if (given != null) {
            given.giveUp(why);
        }
    }
}
