package org.maibot.isolation.heartflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes to the inbox: all that has come in while it wrote is its next piece of work. Its methods are for all threads; what they are
 * given is not done, and they return false, once it has ended.
 */
final class InboxThread {
    private static final Logger LOG = LoggerFactory.getLogger(InboxThread.class);
    private static final int AT_ONCE = 1_000;
    private static final int TASKS_AT_ONCE = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final ArrayDeque<Delivery> arrivals = new ArrayDeque<>();
    private final ArrayDeque<Ending> endings = new ArrayDeque<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final Work work;
    private final Time time;
    private final Thread thread;
    private volatile boolean busy;
    private volatile long busySince;
    private boolean closed;
    private boolean ended;

    /**
     * What a message leaves.
     *
     * @param attempt how often it was tried to store it, this time included
     */
    record Ending(Delivery delivery, Handled handled, int attempt) {
        Ending again() {
            return new Ending(delivery, handled, attempt + 1);
        }
    }

    /** Does what is to be done; throws nothing. */
    interface Work {
        void write(List<Delivery> arrivals, List<Ending> endings);
    }

    InboxThread(Work work, Time time) {
        this.work = work;
        this.time = time;
        this.thread = new Thread(this::work, "heartflow-inbox");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean arrive(Delivery delivery) {
        return add(arrivals, delivery);
    }

    boolean end(Ending ending) {
        return add(endings, ending);
    }

    /** Does something else on this thread. */
    boolean execute(Runnable task) {
        return add(tasks, task);
    }

    /** The same, if it has not ended: then other processes go on. */
    void later(Runnable task) {
        if (!execute(task)) {
            LOG.debug("the heartflow closes; other processes go on");
        }
    }

    private <T> boolean add(ArrayDeque<T> queue, T next) {
        lock.lock();
        try {
            if (ended) {
                return false;
            }
            queue.add(next);
            something.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        List<Delivery> nextArrivals = new ArrayList<>();
        List<Ending> nextEndings = new ArrayList<>();
        List<Runnable> nextTasks = new ArrayList<>();
        while (take(nextArrivals, nextEndings, nextTasks)) {
            run(() -> work.write(List.copyOf(nextArrivals), List.copyOf(nextEndings)));
            nextTasks.forEach(this::run);
        }
    }

    private void run(Runnable task) {
        busySince = time.nanos();
        busy = true;
        try {
            task.run();
        } catch (Throwable e) { // without this thread nothing is kept or stored any more
            LOG.error("the heartflow's inbox failed; it is tried again", e);
        } finally {
            busy = false;
        }
    }

    /** How long its piece of work has lasted, in nanoseconds; 0 if it has none. */
    long busyFor() {
        return busy ? time.nanos() - busySince : 0;
    }

    /** Waits for something to do; returns false if there is nothing more to come. */
    private boolean take(List<Delivery> nextArrivals, List<Ending> nextEndings, List<Runnable> nextTasks) {
        lock.lock();
        try {
            while (arrivals.isEmpty() && endings.isEmpty() && tasks.isEmpty()) {
                if (closed) {
                    ended = true;
                    return false;
                }
                something.awaitUninterruptibly();
            }
            move(arrivals, nextArrivals, AT_ONCE);
            move(endings, nextEndings, AT_ONCE);
            move(tasks, nextTasks, TASKS_AT_ONCE);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static <T> void move(ArrayDeque<T> from, List<T> to, int most) {
        to.clear();
        while (!from.isEmpty() && to.size() < most) {
            to.add(from.remove());
        }
    }

    /** Waits until all is done. */
    void close() {
        lock.lock();
        try {
            closed = true;
            something.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // what is to be written is written all the same
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it is the calling thread. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }
}
