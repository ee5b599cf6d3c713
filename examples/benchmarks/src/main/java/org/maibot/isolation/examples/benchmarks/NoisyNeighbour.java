package org.maibot.isolation.examples.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.maibot.isolation.heartflow.HeartflowBuilder;
import org.maibot.isolation.heartflow.InboundMessage;
import org.maibot.isolation.heartflow.Outcome;
import org.maibot.isolation.heartflow.Overflow;
import org.maibot.isolation.heartflow.Reply;
import org.maibot.isolation.heartflow.ReplyGenerator;
import org.maibot.isolation.jdbc.Isolation;

/** How long quiet tenants wait for their outcomes, alone and while a tenant sends a hundred times as much as each of them. */
final class NoisyNeighbour {
    private static final int ROUNDS = 3;
    private static final int STREAMS_OF_TENANT = 10;
    private static final Duration THINKING = Duration.ofMillis(20);
    private static final Duration HEAD_START = Duration.ofSeconds(1);
    private static final String AGENT = "support";
    private static final List<String> QUIET =
            IntStream.range(0, 10).mapToObj(i -> "quiet-" + i).toList();
    private static final String NOISY = "noisy";
    private static final List<String> ALL =
            Stream.concat(QUIET.stream(), Stream.of(NOISY)).toList();
    private static final SteadySender QUIET_SENDER = new SteadySender(1, 20 * QUIET.size());
    private static final SteadySender NOISY_SENDER = new SteadySender(200, 2_000);
    private static final int PLACES_OF_TENANT = 1_000;
    private static final Talk TALK = new Talk(ALL, AGENT, STREAMS_OF_TENANT);

    private final Isolation isolation;
    private final UnaryOperator<HeartflowBuilder> settings;
    private final AtomicInteger lastId = new AtomicInteger();
    private final AtomicInteger sentByNeighbour = new AtomicInteger();
    private final AtomicInteger refusedToNeighbour = new AtomicInteger();

    /**
     * What the quiet tenants had to wait.
     *
     * @param refused the part of the neighbour's messages that was refused
     */
    record Measured(Latencies alone, Latencies beside, double refused) {}

    /**
     * Prepares it.
     *
     * @param settings changes those of the heartflow
     */
    NoisyNeighbour(Isolation isolation, UnaryOperator<HeartflowBuilder> settings) {
        this.isolation = isolation;
        this.settings = settings;
    }

    /** Measures for a time, in rounds without and with the neighbour; one of each more does not count. */
    Measured measure(Duration time) throws InterruptedException {
        Duration round = time.dividedBy(2 * (ROUNDS + 1));
        alone(round);
        besideNeighbour(round);
        sentByNeighbour.set(0);
        refusedToNeighbour.set(0);
        Latencies alone = new Latencies();
        Latencies beside = new Latencies();
        for (int i = 0; i < ROUNDS; i++) {
            alone.add(alone(round));
            beside.add(besideNeighbour(round));
        }
        return new Measured(alone, beside, refusedToNeighbour.doubleValue() / sentByNeighbour.get());
    }

    private long[] alone(Duration time) throws InterruptedException {
        try (Bot bot = bot()) {
            return quietLatencies(bot, time);
        }
    }

    private long[] besideNeighbour(Duration time) throws InterruptedException {
        try (Bot bot = bot()) {
            Thread neighbour = new Thread(
                    () -> NOISY_SENDER.send(Integer.MAX_VALUE, (number, due) -> sendAsNeighbour(bot, number)),
                    "neighbour");
            neighbour.start();
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(HEAD_START.toNanos(), time.toNanos()));
                return quietLatencies(bot, time);
            } finally {
                neighbour.interrupt();
                neighbour.join();
            }
        }
    }

    private Bot bot() {
        HeartflowBuilder builder =
                Bot.settings(isolation, thinking()).overflow(Overflow.REJECT).maxWaitingPerTenant(PLACES_OF_TENANT);
        return Bot.of(settings.apply(builder).build(), ALL, AGENT);
    }

    /** A language model in small: it answers later, and holds no thread meanwhile. */
    private static ReplyGenerator thinking() {
        Reply reply = Reply.of("好的");
        return request ->
                new CompletableFuture<Reply>().completeOnTimeout(reply, THINKING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sendAsNeighbour(Bot bot, int number) {
        sentByNeighbour.incrementAndGet();
        bot.process(message(NOISY, number)).thenAccept(outcome -> {
            if (outcome instanceof Outcome.Refused) {
                refusedToNeighbour.incrementAndGet();
            }
        });
    }

    private InboundMessage message(String tenant, int number) {
        return TALK.message(tenant, number % STREAMS_OF_TENANT, lastId.incrementAndGet());
    }

    private long[] quietLatencies(Bot bot, Duration time) throws InterruptedException {
        int count = QUIET_SENDER.countIn(time);
        long[] latencies = new long[count];
        CountDownLatch left = new CountDownLatch(count);
        AtomicInteger unhandled = new AtomicInteger();
        QUIET_SENDER.send(count, (number, due) -> {
            String tenant = QUIET.get(number % QUIET.size());
            bot.process(message(tenant, number / QUIET.size())).whenComplete((outcome, failure) -> {
                latencies[number] = System.nanoTime() - due;
                if (!(outcome instanceof Outcome.Replied)) {
                    unhandled.incrementAndGet();
                }
                left.countDown();
            });
        });
        left.await();
        Rush.requireNone(unhandled.get());
        return latencies;
    }
}
