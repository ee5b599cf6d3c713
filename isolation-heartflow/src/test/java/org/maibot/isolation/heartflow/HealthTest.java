package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.HeartflowHealth.Kind;
import org.maibot.isolation.heartflow.HeartflowHealth.Problem;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/** What a heartflow tells of itself. */
class HealthTest {
    private static InboundMessage message(String tenant, String id) {
        return Bot.message(tenant, "g-" + id, id).build();
    }

    @Test
    void aFailingGeneratorIsAProblemUntilItWorks() {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(request -> {
            if (broken.get()) {
                throw new IOException("no model");
            }
            return Bot.echo().generate(request);
        }))) {
            for (int i = 0; i < 5; i++) {
                assertThat(bot.heartflow.health().isHealthy()).isTrue();
                Outcomes.of(bot.support("acme").process(message("acme", "" + i)));
            }
            assertThat(bot.heartflow.health().problems())
                    .extracting(Problem::kind)
                    .containsExactly(Kind.FAILING_GENERATOR);

            broken.set(false);
            Outcomes.of(bot.support("acme").process(message("acme", "works")));
            assertThat(bot.heartflow.health().isHealthy()).isTrue();
        }
    }

    @Test
    void aFailingSenderIsAProblem() {
        try (OpenBot bot = OpenBot.with(settings ->
                settings.sender(message -> CompletableFuture.failedFuture(new IOException("no platform"))))) {
            for (int i = 0; i < 5; i++) {
                Outcomes.of(bot.support("acme").process(message("acme", "" + i)));
            }
            assertThat(bot.heartflow.health().problems())
                    .extracting(Problem::kind)
                    .containsExactly(Kind.FAILING_SENDER);
        }
    }

    @Test
    void aStreamThatCannotBeInterruptedIsToldByName() {
        CountDownLatch stubborn = new CountDownLatch(1);
        try (OpenBot bot = OpenBot.with(settings -> settings.turnTime(Duration.ofSeconds(10))
                .replyGenerator(request -> {
                    while (stubborn.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return Bot.echo().generate(request);
                }))) {
            var done = bot.support("acme").process(message("acme", "1"));
            Awaiting.until(() -> bot.heartflow.stats().underWay() == 1);
            Awaiting.until(() -> {
                bot.time.pass(Duration.ofSeconds(1));
                return !bot.heartflow.health().isHealthy();
            });

            Problem problem = bot.heartflow.health().problems().get(0);
            assertThat(problem.kind()).isEqualTo(Kind.STUCK_STREAM);
            assertThat(problem.message())
                    .startsWith("1 chat streams do not go on")
                    .contains("acme/support/qq/g-1");
            stubborn.countDown();
            assertThat(Outcomes.of(done)).isInstanceOf(Outcome.Failed.class);
            Awaiting.until(() -> bot.heartflow.health().isHealthy());
        }
    }

    @Test
    void countsAreExactAndEachTenantsOwn() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot =
                OpenBot.with(settings -> settings.replyGenerator(gate).weight("globex", 2))) {
            var first =
                    bot.support("acme").process(Bot.message("acme", "g", "1").build());
            bot.support("acme").process(Bot.message("acme", "g", "2").build());
            var other = bot.support("globex")
                    .process(Bot.message("globex", "g", "3").build());
            Outcomes.of(
                    bot.support("acme").process(Bot.message("globex", "g", "4").build()));
            gate.release("1");
            gate.release("3");
            Outcomes.of(first);
            Outcomes.of(other);
            gate.awaitAsked(3);

            TenantInfo acme = bot.heartflow.tenant("acme").orElseThrow();
            assertThat(acme.counts()).isEqualTo(new OutcomeCounts(3, 1, 0, 0, 0, 1, 0, 0));
            assertThat(acme.agents()).containsOnlyKeys("support");
            assertThat(acme.underWay()).isEqualTo(1);
            assertThat(acme.waiting()).isZero();
            assertThat(acme.streams()).isEqualTo(1);
            assertThat(bot.heartflow.tenant("globex").orElseThrow().counts())
                    .isEqualTo(new OutcomeCounts(1, 1, 0, 0, 0, 0, 0, 0));
            assertThat(bot.heartflow.tenant("globex").orElseThrow().weight()).isEqualTo(2);
            assertThat(bot.heartflow.tenant("Acme")).isEmpty();
            assertThat(bot.heartflow.stats().counts()).isEqualTo(new OutcomeCounts(4, 2, 0, 0, 0, 1, 0, 0));
            gate.release("2");
        }
    }

    @Test
    void metricsHaveFewLabels() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        HeartflowMetrics metrics = HeartflowMetrics.in(registry);
        try (OpenBot bot = OpenBot.with(settings -> settings.listener(metrics).wordFilter(WordFilter.words("spam")))) {
            metrics.watch(bot.heartflow);
            for (int i = 0; i < 20; i++) {
                Outcomes.of(bot.support("tenant-" + i).process(message("tenant-" + i, "1")));
            }
            Outcomes.of(bot.support("acme").process(message("globex", "2")));
            Outcomes.of(bot.support("acme")
                    .process(Bot.message("acme", "g", "3").text("spam").build()));

            assertThat(count(registry, "replied", "none")).isEqualTo(20);
            assertThat(count(registry, "refused", "claimed_identity")).isEqualTo(1);
            assertThat(count(registry, "filtered", "none")).isEqualTo(1);
            assertThat(registry.get("maibot.heartflow.wait").timer().count())
                    .as("what was refused at once did not wait")
                    .isEqualTo(21);
            assertThat(registry.get("maibot.heartflow.tenants").gauge().value()).isEqualTo(21);
            assertThat(registry.getMeters()).hasSizeLessThan(20);
        }
    }

    private static double count(SimpleMeterRegistry registry, String outcome, String reason) {
        return registry.get("maibot.heartflow.messages")
                .tag("outcome", outcome)
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        try (OpenBot bot = OpenBot.with(settings -> settings.listener((scope, outcome, waited, handled) -> {
            throw new IllegalStateException("bug");
        }))) {
            assertThat(Outcomes.of(bot.support("acme").process(message("acme", "1"))))
                    .isInstanceOf(Outcome.Replied.class);
        }
    }

    @Test
    void cancelledMessagesAreNoFailuresOfTheStore() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot =
                OpenBot.with(settings -> settings.replyGenerator(gate).maxUnderWay(1))) {
            bot.support("acme").process(message("acme", "m0"));
            gate.awaitAsked(1);
            for (int i = 1; i <= 5; i++) {
                bot.support("acme").submit(message("acme", "m" + i)).cancel();
            }
            assertThat(bot.heartflow.health().problems()).isEmpty();
            gate.release("m0");
        }
    }

    @Test
    void aGeneratorThatWorksAgainIsHealthyAlsoWhenItHasNothingToSay() {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(request -> {
            if (broken.get()) {
                throw new IOException("no model");
            }
            return CompletableFuture.completedFuture(Reply.nothing());
        }))) {
            for (int i = 0; i < 5; i++) {
                Outcomes.of(bot.support("acme").process(message("acme", "m" + i)));
            }
            broken.set(false);
            for (int i = 0; i < 100; i++) {
                Outcomes.of(bot.support("acme").process(message("acme", "n" + i)));
            }
            assertThat(bot.heartflow.health().problems()).isEmpty();
        }
    }

    /** A store that does not answer. */
    private record HangingStore(CountDownLatch asked) implements MessageStore {
        @Override
        public boolean contains(IsolationContext stream, String messageId) throws InterruptedException {
            asked.countDown();
            new CountDownLatch(1).await();
            return false;
        }

        @Override
        public void store(IsolationContext stream, List<Message> messages, List<Usage> usages) {
            // keeps nothing
        }

        @Override
        public List<Message> recent(IsolationContext stream, int limit) {
            return List.of();
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsInterruptedToo() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        try (OpenBot bot =
                OpenBot.with(settings -> settings.store(new HangingStore(asked)).turnTime(Duration.ofSeconds(10)))) {
            CompletionStage<Outcome> done = bot.support("acme").process(message("acme", "m"));
            asked.await();
            bot.time.pass(Duration.ofSeconds(10));

            assertThat(((Failed) Outcomes.of(done)).step()).isEqualTo(Step.INBOX);
            assertThat(((Failed) Outcomes.of(done)).cause()).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void whatWasDoneForATenantStaysInTheStatsWhenItIsCleanedUp() {
        try (OpenBot bot = OpenBot.standard()) {
            Outcomes.of(bot.support("acme").process(message("acme", "m")));
            bot.heartflow.cleanupTenant("acme");
            assertThat(bot.heartflow.stats().counts().received()).isEqualTo(1);
            assertThat(bot.heartflow.tenant("acme")).isPresent();
        }
    }

    @Test
    void aChatStreamWhoseQueueIsFullIsToldByName() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot =
                OpenBot.with(settings -> settings.replyGenerator(gate).maxWaitingPerStream(2))) {
            for (int i = 0; i < 3; i++) {
                bot.support("acme").process(Bot.message("acme", "busy", "m" + i).build());
                gate.awaitAsked(1);
            }
            assertThat(bot.heartflow.health().problems()).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(Kind.FULL_QUEUE);
                assertThat(problem.message()).contains("acme/support/qq/busy");
            });
            gate.release("m0");
            gate.release("m1");
            gate.release("m2");
        }
    }

    @Test
    void anExecutorThatTakesNoWorkIsAProblemUntilItDoes() {
        AtomicBoolean full = new AtomicBoolean();
        Executor executor = task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            new Thread(task).start();
        };
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(settings -> settings.executor(executor).replyGenerator(gate))) {
            bot.support("acme").process(Bot.message("acme", "g", "m0").build());
            gate.awaitAsked(1);
            bot.support("acme").process(Bot.message("acme", "g", "m1").build());
            full.set(true);
            gate.release("m0");
            Awaiting.until(() -> bot.heartflow.health().problems().stream()
                    .anyMatch(problem -> problem.kind() == Kind.FAILING_EXECUTOR));

            full.set(false);
            Awaiting.until(() -> {
                bot.time.pass(Duration.ofMillis(100));
                return bot.heartflow.health().isHealthy();
            });
            gate.release("m1");
        }
    }
}
