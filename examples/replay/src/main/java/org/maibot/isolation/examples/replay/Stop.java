package org.maibot.isolation.examples.replay;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether the program was told to stop, as by Ctrl-C. Safe for use by several threads. */
final class Stop {
    private final CompletableFuture<Boolean> request = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    void request() {
        request.complete(true);
    }

    boolean isRequested() {
        return request.isDone();
    }

    /** Ends when the program is told to stop. */
    CompletableFuture<Boolean> requested() {
        return request.copy();
    }

    /** Waits, unless and until the program is told to stop. */
    void pause(Duration time) throws InterruptedException {
        try {
            request.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return; // the usual end of a pause
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request does not fail", e);
        }
    }

    /** The program has reported, and may be ended. */
    void programEnded() {
        ended.countDown();
    }

    /** Tells the program to stop when the process is told to, and lets it report before the process ends. */
    void onShutdown() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            request();
                            awaitEnd();
                        },
                        "replay-stop"));
    }

    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
