package org.maibot.isolation.heartflow;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whose turn it is: one message of a chat stream at a time, in their order; many chat streams at once; and tenants in turns, see
 * {@link Lane}. Safe for use by several threads.
 */
final class Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);

    /** How often to look for the lock before the thread is parked: what is done under it takes less time than that. */
    private static final int SPINS = 40;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final Limits limits;
    private final Executor executor;
    private final LongSupplier ticker;
    private final Consumer<Delivery> turns;
    private final Queues queues;
    private final ArrayDeque<Runnable> resumed = new ArrayDeque<>();
    private final Set<Thread> working = ConcurrentHashMap.newKeySet();
    private volatile boolean takesNoWork;
    private int workers;
    private int waiters;
    private boolean closed;

    /**
     * Creates a scheduler.
     *
     * @param ticker nanoseconds that go on steadily
     * @param turns begins the handling of a message whose turn it is; {@link #finish} ends it, on whatever thread
     */
    Scheduler(Limits limits, Executor executor, LongSupplier ticker, Consumer<Delivery> turns) {
        this.limits = limits;
        this.executor = executor;
        this.ticker = ticker;
        this.turns = turns;
        this.queues = new Queues(limits);
    }

    /** The mailbox of a chat stream, if there is one; it may be forgotten by the time that it is used. */
    @Nullable
    Mailbox find(IsolationContext stream) {
        return queues.find(stream);
    }

    /**
     * Gives a message a place in the queues.
     *
     * @return a message that had to give way for it, and is in no queue any more
     * @throws IsolationViolationException if there is no place for it, or nothing is accepted any more
     */
    Optional<Delivery> reserve(Delivery delivery) {
        acquire();
        try {
            Optional<Delivery> dropped = makeRoom(delivery);
            queues.reserve(delivery);
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a message a place in the queues, in which it waits for its turn at once; otherwise as {@link #reserve}.
     *
     * @param drop gets a message that had to give way
     * @throws RejectedExecutionException if the executor takes no work; it waits all the same
     */
    void reserveAndEnqueue(Delivery delivery, Consumer<Delivery> drop) {
        Optional<Delivery> dropped;
        boolean isNeeded;
        acquire();
        try {
            dropped = makeRoom(delivery);
            queues.reserve(delivery);
            queues.enqueue(delivery);
            isNeeded = countWorker();
        } finally {
            lock.unlock();
        }
        dropped.ifPresent(drop);
        if (isNeeded) {
            startWorker();
        }
    }

    private Optional<Delivery> makeRoom(Delivery delivery) {
        Optional<Queues.Full> full = limits.overflow() == Overflow.WAIT ? awaitRoom(delivery) : fullFor(delivery);
        if (full.isEmpty()) {
            return Optional.empty();
        }
        Optional<Delivery> dropped = limits.overflow() == Overflow.DROP_OLDEST
                ? queues.dropOldest(full.get(), delivery, now())
                : Optional.empty();
        if (dropped.isEmpty()) {
            throw overloaded(full.get());
        }
        return dropped;
    }

    private Optional<Queues.Full> fullFor(Delivery delivery) {
        if (closed || delivery.agent.closed) {
            throw Refusals.closed();
        }
        return queues.full(delivery);
    }

    /** Waits for room; returns what is full still. */
    private Optional<Queues.Full> awaitRoom(Delivery delivery) {
        long patience = limits.patience().toNanos();
        waiters++;
        try {
            Optional<Queues.Full> full = fullFor(delivery);
            while (full.isPresent() && patience > 0) {
                patience = room.awaitNanos(patience);
                full = fullFor(delivery);
            }
            return full;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fullFor(delivery);
        } finally {
            waiters--;
        }
    }

    private IsolationViolationException overloaded(Queues.Full full) {
        boolean interrupted =
                limits.overflow() == Overflow.WAIT && Thread.currentThread().isInterrupted();
        return new IsolationViolationException(
                ViolationReason.OVERLOADED,
                "The queue of the " + full.words + " is full"
                        + (interrupted ? ", and a thread that is interrupted does not wait for room" : ""),
                "Send more slowly, or raise its bound in the heartflow's builder");
    }

    /** Gives a message that was accepted before a place, whatever the bounds. */
    void readmit(Delivery delivery) {
        inspect(queues -> {
            if (!queues.unpark(delivery)) {
                queues.reserve(delivery);
            }
            return delivery;
        });
    }

    /** A message keeps a place while another process may handle it, and gives back its turn. */
    void park(Delivery delivery) {
        boolean isNeeded = change(() -> {
            queues.park(delivery);
            if (delivery.underWay) {
                delivery.underWay = false;
                queues.finish(delivery, now());
            }
        });
        if (isNeeded) {
            startAnother();
        }
    }

    /** Gives back the place of a message that is not under way, if it has one. */
    void letGo(Delivery delivery) {
        inspect(queues -> {
            queues.unpark(delivery);
            if (delivery.hasPlace) {
                queues.giveBack(delivery, now());
            }
            return delivery;
        });
    }

    /** Gives back the place of a message that is not to be enqueued. */
    void giveBack(Delivery delivery) {
        inspect(queues -> {
            queues.giveBack(delivery, ticker.getAsLong());
            return delivery;
        });
    }

    /** Lets a message that has a place wait for its turn. */
    void enqueue(Delivery delivery) {
        if (change(() -> queues.enqueue(delivery))) {
            startAnother();
        }
    }

    /** Starts a worker if there is work for one that the executor did not take before. */
    void wake() {
        if (change(() -> {})) {
            startAnother();
        }
    }

    /** Ends a message's turn. */
    void finish(Delivery delivery) {
        Worker worker = delivery.worker;
        if (worker != null && worker.finish(delivery)) {
            return; // it is about to ask what is next
        }
        if (change(() -> queues.finish(delivery, now()))) {
            startAnother();
        }
    }

    /** Starts a worker for what can wait, until another one comes to it or the executor {@linkplain #wake takes work again}. */
    private void startAnother() {
        try {
            startWorker();
        } catch (RejectedExecutionException e) {
            LOG.debug("messages wait until the executor takes work", e);
        }
    }

    /**
     * Goes on with the handling of a message on a worker, before other messages have their turn. If the executor takes no work, what is under way goes on on
     * threads of its own: the calling one may be the timer's, or one of the host's in another context.
     */
    void resume(Runnable continuation) {
        if (change(() -> resumed.add(continuation))) {
            try {
                startWorker();
            } catch (RejectedExecutionException e) {
                takeResumed().forEach(this::startThread);
            }
        }
    }

    private List<Runnable> takeResumed() {
        return inspect(queues -> {
            List<Runnable> all = List.copyOf(resumed);
            resumed.clear();
            return all;
        });
    }

    private void startThread(Runnable continuation) {
        Thread thread = new Thread(() -> working(continuation), "heartflow-resumed");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes the lock; to park the thread is the last resort, since it takes more time than anybody holds the lock. */
    private void acquire() {
        for (int i = 0; i < SPINS; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    /** Changes something; returns whether another worker is to be started, which counts already. */
    private boolean change(Runnable change) {
        acquire();
        try {
            change.run();
            signal();
            return countWorker();
        } finally {
            lock.unlock();
        }
    }

    private boolean countWorker() {
        boolean isNeeded = workers < limits.workers() && (!resumed.isEmpty() || queues.hasNext());
        workers += isNeeded ? 1 : 0;
        return isNeeded;
    }

    private void signal() {
        if (waiters > 0) {
            room.signalAll();
        }
        if (queues.isEmpty()) {
            drained.signalAll();
        }
    }

    private void startWorker() {
        try {
            executor.execute(new Worker(this, turns));
            takesNoWork = false;
        } catch (RuntimeException | Error e) {
            inspect(queues -> workers--);
            if (!takesNoWork) {
                LOG.warn("the executor of the heartflow takes no work", e);
            }
            takesNoWork = true;
            throw e instanceof RejectedExecutionException rejection
                    ? rejection
                    : new RejectedExecutionException("the executor of the heartflow failed", e);
        }
    }

    /** Does the work of a worker on the calling thread. */
    void working(Runnable work) {
        boolean begins = working.add(Thread.currentThread());
        try {
            work.run();
        } finally {
            if (begins) {
                working.remove(Thread.currentThread());
            }
        }
    }

    /** Whether the calling thread handles messages, and so cannot wait until all are handled. */
    boolean isWorkingHere() {
        return working.contains(Thread.currentThread());
    }

    /**
     * Tells a worker what to do next, once what it has finished is out of the queues.
     *
     * @return false if there is nothing, and the worker ends
     */
    boolean next(Worker worker) {
        boolean goesOn;
        boolean isNeeded;
        acquire();
        try {
            Delivery finished = worker.takeFinished();
            if (finished != null) {
                queues.finish(finished, now());
            }
            Runnable continuation = resumed.poll();
            Delivery delivery = continuation == null ? queues.next() : null;
            worker.assign(delivery, continuation);
            goesOn = delivery != null || continuation != null;
            workers -= goesOn ? 0 : 1;
            signal();
            isNeeded = countWorker();
        } finally {
            lock.unlock();
        }
        if (isNeeded) {
            startAnother();
        }
        return goesOn;
    }

    /** Accepts nothing any more. */
    void close() {
        acquire();
        try {
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing waits and nothing is under way; returns whether that was so in time. */
    boolean awaitDrained(long nanos) throws InterruptedException {
        long left = nanos;
        acquire();
        try {
            while (!queues.isEmpty() && left > 0) {
                left = drained.awaitNanos(left);
            }
            return queues.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the queues, or changes them in ways that make no more work. */
    <T> T inspect(Function<Queues, T> look) {
        acquire();
        try {
            T seen = look.apply(queues);
            signal();
            return seen;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the executor did not take what it was given last. */
    boolean hasNoWorkers() {
        return takesNoWork;
    }

    boolean isClosed() {
        return inspect(queues -> closed);
    }

    long now() {
        return ticker.getAsLong();
    }
}
