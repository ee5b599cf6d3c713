package org.maibot.isolation.heartflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that writes to the inbox: all that has come in while it wrote is its next piece of work. Its methods are for all threads. */
final class InboxThread {
    private static final Logger LOG = LoggerFactory.getLogger(InboxThread.class);
    private static final int AT_ONCE = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final ArrayDeque<Delivery> arrivals = new ArrayDeque<>();
    private final ArrayDeque<Ending> endings = new ArrayDeque<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final Worker worker;
    private final Thread thread;
    private boolean closed;

    /** What a message leaves. */
    record Ending(Delivery delivery, Handled handled, int attempt) {}

    /** Does what is to be done; throws nothing. */
    interface Worker {
        void write(List<Delivery> arrivals, List<Ending> endings);
    }

    InboxThread(Worker worker) {
        this.worker = worker;
        this.thread = new Thread(this::work, "heartflow-inbox");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void arrive(Delivery delivery) {
        locked(() -> arrivals.add(delivery));
    }

    void end(Ending ending) {
        locked(() -> endings.add(ending));
    }

    /** Does something else on this thread. */
    void execute(Runnable task) {
        locked(() -> tasks.add(task));
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        List<Delivery> nextArrivals = new ArrayList<>();
        List<Ending> nextEndings = new ArrayList<>();
        List<Runnable> nextTasks = new ArrayList<>();
        while (take(nextArrivals, nextEndings, nextTasks)) {
            nextTasks.forEach(InboxThread::run);
            run(() -> worker.write(List.copyOf(nextArrivals), List.copyOf(nextEndings)));
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("the heartflow's inbox failed; it is tried again", e);
        }
    }

    /** Waits for something to do; returns false if there is nothing more to come. */
    private boolean take(List<Delivery> nextArrivals, List<Ending> nextEndings, List<Runnable> nextTasks) {
        lock.lock();
        try {
            while (arrivals.isEmpty() && endings.isEmpty() && tasks.isEmpty()) {
                if (closed) {
                    return false;
                }
                something.awaitUninterruptibly();
            }
            move(arrivals, nextArrivals);
            move(endings, nextEndings);
            move(tasks, nextTasks);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private static <T> void move(ArrayDeque<T> from, List<T> to) {
        to.clear();
        while (!from.isEmpty() && to.size() < AT_ONCE) {
            to.add(from.remove());
        }
    }

    /** Waits until all is done. */
    void close() {
        locked(() -> closed = true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
