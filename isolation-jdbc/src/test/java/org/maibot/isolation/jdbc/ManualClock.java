package org.maibot.isolation.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. */
final class ManualClock extends Clock {
    static final Instant START = Instant.parse("2024-05-01T12:00:00Z");

    private volatile Instant now = START;
    private volatile Duration tick = Duration.ZERO;

    void set(Instant newNow) {
        now = newNow;
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** Moves the clock on by this much each time that it is read. */
    void tick(Duration duration) {
        tick = duration;
    }

    @Override
    public Instant instant() {
        advance(tick);
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("nobody asks for it");
    }
}
