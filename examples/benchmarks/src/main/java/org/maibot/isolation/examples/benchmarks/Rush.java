package org.maibot.isolation.examples.benchmarks;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.maibot.isolation.heartflow.InboundMessage;

/** One thread hands over messages as fast as it can. */
final class Rush {
    private Rush() {}

    /**
     * Hands over all messages, and waits until all have ended.
     *
     * @param handler takes a message
     * @param handled whether a message ended as it should
     */
    static <T> void of(
            List<InboundMessage> messages, Function<InboundMessage, CompletionStage<T>> handler, Predicate<T> handled)
            throws InterruptedException {
        CountDownLatch left = new CountDownLatch(messages.size());
        AtomicInteger unhandled = new AtomicInteger();
        for (InboundMessage message : messages) {
            handler.apply(message).whenComplete((result, failure) -> {
                if (failure != null || !handled.test(result)) {
                    unhandled.incrementAndGet();
                }
                left.countDown();
            });
        }
        left.await();
        requireNone(unhandled.get());
    }

    /** Fails unless all messages were handled. */
    static void requireNone(int unhandled) {
        if (unhandled > 0) {
            throw new IllegalStateException(unhandled + " messages were not handled; what is measured is not the work");
        }
    }
}
