package org.maibot.isolation.testkit;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The threads on which a contract has code run at once. */
final class Threads {
    private static final int COUNT = 4;

    private Threads() {}

    /** Runs tasks on a few threads, and waits for all; throws what the first one that fails has thrown. */
    static void run(List<Callable<Void>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(COUNT);
        try {
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception exception ? exception : e;
        } finally {
            threads.shutdownNow();
        }
    }
}
