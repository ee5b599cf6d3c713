package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.query.Usage;

/** How replies are generated and sent: again, in time, in segments. */
class RepliesTest {
    private static Outcome outcome(OpenBot bot, InboundMessage message) {
        return Outcomes.of(bot.support("acme").process(message));
    }

    private static InboundMessage hello() {
        return Bot.message("acme", "g1", "m1").build();
    }

    private static InboundMessage message(String tenant, String group, String id) {
        return Bot.message(tenant, group, id).build();
    }

    @Test
    void whatFailedWithoutEffectIsTriedAgainAfterPauses() {
        AtomicInteger attempts = new AtomicInteger();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(request -> {
            attempts.incrementAndGet();
            return request.attempt() < 3
                    ? CompletableFuture.failedFuture(new TransientFailureException("busy"))
                    : CompletableFuture.completedFuture(Reply.of("at last"));
        }))) {
            var done = bot.support("acme").process(hello());
            Awaiting.until(() -> attempts.get() == 1);
            bot.time.pass(Duration.ofMillis(199));
            assertThat(attempts).hasValue(1);
            Awaiting.until(() -> {
                bot.time.pass(Duration.ofMillis(1));
                return attempts.get() == 2;
            });
            Awaiting.until(() -> {
                bot.time.pass(Duration.ofMillis(400));
                return attempts.get() == 3;
            });

            assertThat(Outcomes.of(done)).isInstanceOf(Replied.class);
        }
    }

    @Test
    void aReplyInSegmentsIsTypedOneAfterTheOther() {
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(
                        request -> CompletableFuture.completedFuture(Reply.of("one", "three")))
                .typingDelay(TypingDelay.perCharacter(Duration.ofSeconds(1), Duration.ofSeconds(4))))) {
            var done = bot.support("acme").process(hello());
            Awaiting.until(() -> {
                bot.time.pass(Duration.ofMillis(10));
                return bot.sent.messages().size() == 1;
            });
            assertThat(bot.time.nanos())
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(3).toNanos());
            long first = bot.time.nanos();
            Awaiting.until(() -> {
                bot.time.pass(Duration.ofMillis(10));
                return bot.sent.messages().size() == 2;
            });
            assertThat(bot.time.nanos() - first)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(3_900).toNanos());
            assertThat(((Replied) Outcomes.of(done)).sent()).hasSize(2);
        }
    }

    @Test
    void aGeneratorThatTakesTooLongIsCancelled() {
        CompletableFuture<Reply> never = new CompletableFuture<>();
        try (OpenBot bot = OpenBot.with(
                settings -> settings.replyGenerator(request -> never).generatorTime(Duration.ofSeconds(5)))) {
            var done = bot.support("acme").process(hello());
            Awaiting.until(() -> {
                bot.time.pass(Duration.ofSeconds(1));
                return done.toCompletableFuture().isDone();
            });

            Outcome outcome = Outcomes.of(done);
            assertThat(outcome).isInstanceOf(Failed.class);
            assertThat(((Failed) outcome).step()).isEqualTo(Step.GENERATE);
            assertThat(((Failed) outcome).cause()).isInstanceOf(TimeoutException.class);
            assertThat(never).isCancelled();
        }
    }

    @Test
    void aGeneratorThatBlocksTooLongIsInterrupted() {
        CompletableFuture<Reply> never = new CompletableFuture<>();
        try (OpenBot bot = OpenBot.with(settings -> settings.generatorTime(Duration.ofMinutes(1))
                .replyGenerator(request -> CompletableFuture.completedFuture(never.get())))) {
            var done = bot.support("acme").process(hello());
            Awaiting.until(() -> {
                bot.time.pass(Duration.ofSeconds(20));
                return done.toCompletableFuture().isDone();
            });

            assertThat(((Failed) Outcomes.of(done)).step()).isEqualTo(Step.GENERATE);
            never.complete(Reply.of("too late"));
            assertThat(outcome(bot, Bot.message("acme", "g1", "m2").build())).isInstanceOf(Replied.class);
        }
    }

    @Test
    void anAgentThatMayNotSendThereGeneratesNothing() {
        AtomicInteger generated = new AtomicInteger();
        try (OpenBot bot = OpenBot.with(settings -> settings.sendPermission(SendPermission.onPlatforms("discord"))
                .replyGenerator(request -> {
                    generated.incrementAndGet();
                    return CompletableFuture.completedFuture(Reply.of("hi"));
                }))) {
            assertRefused(outcome(bot, hello()), ViolationReason.NOT_PERMITTED);
            assertThat(generated).hasValue(0);
            assertThat(bot.events.refusals()).containsExactly(ViolationReason.NOT_PERMITTED);
        }
    }

    private static void assertRefused(Outcome outcome, ViolationReason reason) {
        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(((Refused) outcome).reason()).isEqualTo(reason);
        assertThat(((Refused) outcome).message()).doesNotContain("globex", "sales");
    }

    @Test
    void aReplyOfManySegmentsIsSent() {
        Reply many = new Reply(Collections.nCopies(2_000, "line"), List.of(), List.of());
        OpenBot bot = OpenBot.with(settings ->
                settings.sender(Bot.nowhere()).replyGenerator(request -> CompletableFuture.completedFuture(many)));
        CompletionStage<Outcome> done = bot.support("acme").process(message("acme", "g", "m1"));
        assertThat(Outcomes.of(done)).isInstanceOf(Replied.class);
        bot.close();
    }

    @Test
    void aCommandIsNotAnsweredWhereTheAgentMayNotSend() {
        try (OpenBot bot = OpenBot.with(settings -> settings.sendPermission(SendPermission.onPlatforms("discord"))
                .commands(CommandHandler.slash(Map.of("roll", (turn, dice) -> Reply.of("6")))))) {
            Outcome outcome = Outcomes.of(bot.support("acme")
                    .process(Bot.message("acme", "g", "m1").text("/roll").build()));
            assertThat(bot.sent.messages()).isEmpty();
            assertThat(outcome).isInstanceOf(Refused.class);
        }
    }

    @Test
    void aHookThatBlocksIsInterruptedWhenTheTimeIsOver() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        try (OpenBot bot = OpenBot.with(settings -> settings.turnTime(Duration.ofSeconds(10))
                .hook(new StepHook() {
                    @Override
                    public void before(Step step, Turn turn) throws InterruptedException {
                        if (step == Step.GENERATE) {
                            reached.countDown();
                            new CountDownLatch(1).await();
                        }
                    }
                }))) {
            CompletionStage<Outcome> done = bot.support("acme").process(message("acme", "g", "m"));
            reached.await();
            bot.time.pass(Duration.ofSeconds(10));

            assertThat(((Failed) Outcomes.of(done)).step()).isEqualTo(Step.GENERATE);
            assertThat(((Failed) Outcomes.of(done)).cause()).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void aGeneratorWithoutTimeLimitDoesNotEndTheLimitsOfOthers() {
        try (OpenBot bot = OpenBot.with(settings -> settings.generatorTime(ChronoUnit.FOREVER.getDuration())
                .turnTime(Duration.ofSeconds(5))
                .replyGenerator(request -> new CompletableFuture<>()))) {
            CompletionStage<Outcome> done = bot.support("acme").process(message("acme", "g", "m"));
            Awaiting.until(() -> bot.heartflow.stats().underWay() == 1);
            bot.time.pass(Duration.ofMinutes(1));
            assertThat(Outcomes.of(done)).isInstanceOf(Failed.class);
        }
    }

    @Test
    void aMessageMayBeAwaitedForEver() throws Exception {
        try (OpenBot bot = OpenBot.standard()) {
            assertThat(bot.support("acme").processAndWait(message("acme", "g", "m"), ChronoUnit.FOREVER.getDuration()))
                    .isInstanceOf(Replied.class);
        }
    }

    @Test
    void aReplyThatComesTooLateIsAFailureOfTheGenerator() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger released = new AtomicInteger();
        QuotaGate gate = turn -> new QuotaGate.Reservation() {
            @Override
            public void commit(List<Usage> usages) {
                throw new AssertionError("nothing was generated in time");
            }

            @Override
            public void release() {
                released.incrementAndGet();
            }
        };
        try (OpenBot bot = OpenBot.with(settings -> settings.quotaGate(gate)
                .generatorTime(Duration.ofSeconds(1))
                .replyGenerator(request -> {
                    asked.countDown();
                    while (!Thread.interrupted()) { // swallows it
                        Thread.onSpinWait();
                    }
                    return CompletableFuture.completedFuture(Reply.of("late"));
                }))) {
            CompletionStage<Outcome> done = bot.support("acme").process(message("acme", "g", "m"));
            asked.await();
            Awaiting.until(() -> {
                bot.time.pass(Duration.ofSeconds(1));
                return done.toCompletableFuture().isDone();
            });

            assertThat(((Failed) Outcomes.of(done)).step()).isEqualTo(Step.GENERATE);
            assertThat(((Failed) Outcomes.of(done)).cause()).isInstanceOf(TimeoutException.class);
            assertThat(released).hasValue(1);
            assertThat(bot.sent.messages()).isEmpty();
        }
    }

    @Test
    void eachReplyHasAnIdOfItsOwnWhicheverStreamItIsIn() {
        try (OpenBot bot = OpenBot.standard()) {
            Outcomes.of(bot.support("acme").process(message("acme", "g", "1")));
            Outcomes.of(bot.support("acme").process(message("acme", "h", "1")));
            Outcomes.of(bot.support("globex").process(message("globex", "g", "1")));

            assertThat(bot.sent.messages())
                    .extracting(OutboundMessage::messageId)
                    .doesNotHaveDuplicates();
        }
    }
}
