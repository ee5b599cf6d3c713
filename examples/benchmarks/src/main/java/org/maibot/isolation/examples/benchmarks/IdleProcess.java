package org.maibot.isolation.examples.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.MessageStore;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/** A process that hands a message to each of many chat streams, and tells what these take when they are idle. */
final class IdleProcess {
    private static final int CHUNK = 10_000;

    private IdleProcess() {}

    /**
     * Prints the number of chat streams, the bytes of the heap for each, and the number of threads.
     *
     * @param arguments how many chat streams, and how many milliseconds to wait at most for threads to end
     */
    public static void main(String[] arguments) throws InterruptedException {
        int streams = Integer.parseInt(arguments[0]);
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            int threads = Thread.activeCount();
            Talk talk = Talk.ofFour("support", streams);
            try (Bot bot = Bot.of(
                    Bot.silent(isolation)
                            .store(new NoStore())
                            .maxStreams(2 * streams)
                            .idleTime(Duration.ofDays(1))
                            .build(),
                    talk.tenants(),
                    talk.agent())) {
                hand(bot, new Talk(talk.tenants(), talk.agent(), 1), 1); // so that what is made once is made
                long before = usedHeap();
                hand(bot, talk, streams);
                awaitThreads(threads, Long.parseLong(arguments[1]));
                long after = usedHeap();
                System.out.println(bot.heartflow().stats().streams() + " " + (double) (after - before) / streams + " "
                        + ManagementFactory.getThreadMXBean().getThreadCount());
            }
        }
    }

    private static void hand(Bot bot, Talk talk, int count) throws InterruptedException {
        for (int first = 0; first < count; first += CHUNK) {
            Rush.of(talk.messages(first, Math.min(CHUNK, count - first)), bot::process, Bot::hasNothingToSay);
        }
    }

    /** Waits until there is but one thread more than before, that of the heartflow's timer. */
    private static void awaitThreads(int before, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (Thread.activeCount() > before + 1 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Keeps nothing. */
    private static final class NoStore implements MessageStore {
        @Override
        public boolean contains(IsolationContext stream, String messageId) {
            return false;
        }

        @Override
        public void store(IsolationContext stream, List<Message> messages, List<Usage> usages) {
            // as if it were elsewhere
        }

        @Override
        public List<Message> recent(IsolationContext stream, int limit) {
            return List.of();
        }
    }
}
