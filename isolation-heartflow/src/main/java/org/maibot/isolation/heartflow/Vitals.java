package org.maibot.isolation.heartflow;

import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.maibot.isolation.heartflow.Outcome.CommandHandled;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Replied;

/** How the host's generator and sender, and the store, fare: failures in a row. Safe for use by several threads. */
final class Vitals {
    private final AtomicLong generatorFailures = new AtomicLong();
    private final AtomicLong senderFailures = new AtomicLong();
    private final AtomicLong storeFailures = new AtomicLong();

    void note(Outcome outcome) {
        if (outcome instanceof Failed failed) {
            if (!isOfOthers(failed)) {
                note(failed.step());
            }
        } else if (outcome instanceof Replied) {
            clear(generatorFailures);
            clear(senderFailures);
            clear(storeFailures);
        } else if (outcome instanceof CommandHandled command) {
            clear(storeFailures);
            if (!command.sent().isEmpty()) {
                clear(senderFailures);
            }
        } else if (outcome instanceof Ignored ignored) {
            clear(storeFailures);
            if (ignored.reason() == IgnoreReason.NOTHING_TO_SAY) {
                clear(generatorFailures);
            }
        }
    }

    /** A turn that was ended from outside is nobody's failure, and one that the executor did not take is the executor's, which the scheduler knows. */
    private static boolean isOfOthers(Failed failed) {
        return failed.cause() instanceof CancellationException
                || (failed.step() == Step.INBOX && failed.cause() instanceof RejectedExecutionException);
    }

    private void note(Step failed) {
        switch (failed) {
            case GENERATE -> generatorFailures.incrementAndGet();
            case SEND -> {
                clear(generatorFailures);
                senderFailures.incrementAndGet();
            }
            case INBOX, COMMIT -> storeFailures.incrementAndGet();
            default -> {
                // a step of the host's that only its own messages meet
            }
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
