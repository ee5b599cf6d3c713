package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.heartflow.HeartflowHealth.Kind;
import org.maibot.isolation.heartflow.HeartflowHealth.Problem;

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
            assertThat(registry.get("maibot.heartflow.wait").timer().count()).isEqualTo(22);
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
}
