package org.maibot.isolation.heartflow;

import java.util.concurrent.atomic.AtomicLong;
import org.maibot.isolation.heartflow.Outcome.Failed;

/** How the host's generator and sender, and the store, fare: failures in a row. Safe for use by several threads. */
final class Vitals {
    private final AtomicLong generatorFailures = new AtomicLong();
    private final AtomicLong senderFailures = new AtomicLong();
    private final AtomicLong storeFailures = new AtomicLong();

    void note(Outcome outcome) {
        if (outcome instanceof Failed failed) {
            switch (failed.step()) {
                case GENERATE -> generatorFailures.incrementAndGet();
                case SEND -> {
                    generatorFailures.set(0);
                    senderFailures.incrementAndGet();
                }
                case INBOX, COMMIT -> storeFailures.incrementAndGet();
                default -> {
                    // a step of the host's that only its own messages meet
                }
            }
        } else if (outcome instanceof Outcome.Replied) {
            clear(generatorFailures);
            clear(senderFailures);
            clear(storeFailures);
        }
    }

    /** Without a write, mostly. */
    private static void clear(AtomicLong failures) {
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    long generatorFailures() {
        return generatorFailures.get();
    }

    long senderFailures() {
        return senderFailures.get();
    }

    long storeFailures() {
        return storeFailures.get();
    }
}
