package org.maibot.isolation.heartflow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.jdbc.Isolation;

class ThroughputTrial {
    @Test
    void run() throws Exception {
        int n = 1_000_000;
        int streams = 10_000;
        List<InboundMessage> messages = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            messages.add(Bot.message("acme", "g" + i % streams, "m" + i).build());
        }
        for (int round = 0; round < 6; round++) {
            try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:");
                    Heartflow heartflow = Heartflow.on(isolation)
                            .replyGenerator(Bot.silent())
                            .sender(Bot.nowhere())
                            .store(MessageStore.inMemory(Integer.getInteger("per", 20)))
                            .workers(Integer.getInteger("workers", 2))
                            .overflow(Overflow.WAIT)
                            .build()) {
                HeartflowProcessor p = heartflow.createHeartflowProcessor("acme", "support");
                CountDownLatch done = new CountDownLatch(n);
                long start = System.nanoTime();
                for (InboundMessage message : messages) {
                    p.process(message).thenRun(done::countDown);
                }
                done.await();
                double s = (System.nanoTime() - start) / 1e9;
                System.out.printf("RATE %.0f msg/s %s%n", n / s, p.counts());
            }
        }
    }
}
