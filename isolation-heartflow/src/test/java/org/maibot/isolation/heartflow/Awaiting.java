package org.maibot.isolation.heartflow;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, for so long that only what never comes is missed. */
final class Awaiting {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(60);

    private Awaiting() {}

    static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT) {
                throw new AssertionError("it does not come");
            }
            Thread.onSpinWait();
        }
    }
}
