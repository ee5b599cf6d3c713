package org.maibot.isolation.heartflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.jdbc.Isolation;

class ThroughputTrial {
    @TempDir
    Path dir;

    @Test
    void memory() throws Exception {
        run(Integer.getInteger("n", 1_000_000), 10_000, true, 6);
    }

    @Test
    void sqlite() throws Exception {
        run(Integer.getInteger("n", 50_000), 1_000, false, 3);
    }

    private void run(int n, int streams, boolean memory, int rounds) throws Exception {
        List<InboundMessage> messages = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            messages.add(Bot.message("acme", "g" + i % streams, "m" + i).build());
        }
        for (int round = 0; round < rounds; round++) {
            try (Isolation isolation = Isolation.open("jdbc:sqlite:"
                    + (memory ? ":memory:" : dir.resolve("b" + round + ".db").toString()))) {
                HeartflowBuilder b = Heartflow.on(isolation)
                        .replyGenerator(Bot.silent())
                        .sender(Bot.nowhere())
                        .workers(Integer.getInteger("workers", 2))
                        .historySize(0)
                        .memoriesSize(0)
                        .maxWaitingPerTenant(20_000)
                        .overflow(Overflow.WAIT);
                if (memory) {
                    b.store(MessageStore.inMemory(Integer.getInteger("per", 20)));
                }
                try (Heartflow heartflow = b.build()) {
                    HeartflowProcessor p = heartflow.createHeartflowProcessor("acme", "support");
                    CountDownLatch done = new CountDownLatch(n);
                    var os = (com.sun.management.OperatingSystemMXBean)
                            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
                    long cpu = os.getProcessCpuTime();
                    long start = System.nanoTime();
                    for (InboundMessage message : messages) {
                        p.process(message).thenRun(done::countDown);
                    }
                    done.await();
                    double s = (System.nanoTime() - start) / 1e9;
                    System.out.printf(
                            "RATE %.0f msg/s cpu %.2f us/msg%n", n / s, (os.getProcessCpuTime() - cpu) / 1e3 / n);
                }
            }
        }
    }
}
