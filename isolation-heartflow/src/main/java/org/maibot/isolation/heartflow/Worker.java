package org.maibot.isolation.heartflow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins turns, and goes on with them, as long as the {@link Scheduler} has any. On one thread. */
final class Worker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Scheduler scheduler;
    private final Consumer<Delivery> turns;
    private @Nullable Thread thread;

    /** The message whose turn it begins. */
    private @Nullable Delivery begun;

    /** Whether that turn has ended already. */
    private boolean finished;

    /** Or what it goes on with. */
    private @Nullable Runnable continuation;

    Worker(Scheduler scheduler, Consumer<Delivery> turns) {
        this.scheduler = scheduler;
        this.turns = turns;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        boolean wasInterrupted = Thread.interrupted();
        scheduler.working(() -> {
            while (scheduler.next(this)) {
                work();
                Thread.interrupted(); // of no concern to the next message
            }
        });
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            if (begun != null) {
                turns.accept(begun);
            } else if (continuation != null) {
                continuation.run();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("a turn of a message failed outside its steps", e);
        }
    }

    /** What is to be done next. */
    void assign(@Nullable Delivery delivery, @Nullable Runnable next) {
        begun = delivery;
        continuation = next;
        if (delivery != null) {
            delivery.worker = this;
        }
    }

    /** The message whose turn has ended is finished when this worker asks what is next; returns false if it does not begin that turn just now. */
    boolean finish(Delivery delivery) {
        boolean isHere = thread == Thread.currentThread() && begun == delivery;
        if (isHere) { // or else the field is another thread's
            finished = true;
        }
        return isHere;
    }

    /** The message that is finished, if one is. */
    @Nullable
    Delivery takeFinished() {
        Delivery last = finished ? begun : null;
        finished = false;
        return last;
    }
}
