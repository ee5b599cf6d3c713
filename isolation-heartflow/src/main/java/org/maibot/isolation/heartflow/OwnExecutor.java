package org.maibot.isolation.heartflow;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The threads of a heartflow whose host gives none. */
final class OwnExecutor {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final long KEPT_SECONDS = 10;

    private OwnExecutor() {}

    /** Virtual threads where the JDK has them, else threads that end when there is nothing to do. */
    static ExecutorService create() {
        return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS ? virtual() : platform();
    }

    private static ExecutorService virtual() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a JDK of this version has virtual threads", e);
        }
    }

    private static ExecutorService platform() {
        AtomicLong number = new AtomicLong();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEPT_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "heartflow-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
