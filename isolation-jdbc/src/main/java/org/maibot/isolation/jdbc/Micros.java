package org.maibot.isolation.jdbc;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the database holds them: microseconds since 1970-01-01T00:00:00Z. */
final class Micros {
    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS = 1_000;
    private static final Instant EARLIEST = toInstant(Long.MIN_VALUE);
    private static final Instant LATEST = toInstant(Long.MAX_VALUE);

    private Micros() {}

    /** Cuts off finer parts. A time beyond what can be stored, as of an interval without end, becomes the last one. */
    static long of(Instant time) {
        if (time.isBefore(EARLIEST)) {
            return Long.MIN_VALUE;
        }
        if (time.isAfter(LATEST)) {
            return Long.MAX_VALUE;
        }
        return time.getEpochSecond() * PER_SECOND + time.getNano() / NANOS; // overflow in between cancels out
    }

    static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
