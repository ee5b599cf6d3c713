package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.heartflow.Outcome.CommandHandled;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Filtered;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/** What becomes of a message, step by step. */
class MessageFateTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "support", "qq", "g1");

    private static Outcome outcome(OpenBot bot, InboundMessage message) {
        return Outcomes.of(bot.support("acme").process(message));
    }

    private static InboundMessage hello() {
        return Bot.message("acme", "g1", "m1").build();
    }

    @Test
    void aMessageIsRepliedToAndBothAreStored() throws Exception {
        try (OpenBot bot = OpenBot.standard()) {
            Outcome outcome = outcome(bot, hello());

            assertThat(outcome).isInstanceOf(Replied.class);
            assertThat(((Replied) outcome).sent()).isEqualTo(bot.sent.messages());
            assertThat(bot.sent.texts()).containsExactly("echo hello m1");
            assertThat(bot.sent.messages().get(0).stream()).isEqualTo(STREAM);
            assertThat(bot.sent.messages().get(0).replyTo()).isEqualTo("m1");
            assertThat(bot.store.recent(STREAM, 10))
                    .extracting(Message::role, Message::userId, Message::text)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(Message.Role.USER, "user-7", "hello m1"),
                            org.assertj.core.groups.Tuple.tuple(Message.Role.AGENT, "support", "echo hello m1"));
        }
    }

    @Test
    void aMessageThatClaimsNoTenantOrAnotherIsRefusedBeforeAnythingIsDone() throws Exception {
        try (OpenBot bot = OpenBot.standard()) {
            InboundMessage anonymous = InboundMessage.builder()
                    .platform("qq")
                    .messageId("m1")
                    .user("u")
                    .group("g1")
                    .time(Bot.NOON)
                    .build();

            assertRefused(outcome(bot, anonymous), ViolationReason.CLAIMED_IDENTITY);
            assertRefused(outcome(bot, Bot.message("globex", "g1", "m1").build()), ViolationReason.CLAIMED_IDENTITY);
            assertRefused(
                    outcome(
                            bot,
                            Bot.message("acme", "g1", "m1").agentId("sales").build()),
                    ViolationReason.CLAIMED_IDENTITY);
            assertThat(bot.sent.messages()).isEmpty();
            assertThat(bot.store.recent(STREAM, 10)).isEmpty();
            assertThat(bot.events.refusals()).hasSize(3).containsOnly(ViolationReason.CLAIMED_IDENTITY);
        }
    }

    private static void assertRefused(Outcome outcome, ViolationReason reason) {
        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(((Refused) outcome).reason()).isEqualTo(reason);
        assertThat(((Refused) outcome).message()).doesNotContain("globex", "sales");
    }

    @Test
    void anIllegalPlatformIsRefusedAndObserved() {
        try (OpenBot bot = OpenBot.standard()) {
            assertRefused(
                    outcome(bot, Bot.message("acme", "g1", "m1").platform("").build()), ViolationReason.INVALID_ID);
            assertThat(bot.events.refusals()).containsOnly(ViolationReason.INVALID_ID);
        }
    }

    @Test
    void aTenantThatIsNotDeclaredGetsNoProcessor() {
        try (Isolation isolation = Isolation.builder()
                        .jdbcUrl("jdbc:sqlite::memory:")
                        .tenants("acme")
                        .open();
                Heartflow heartflow = Heartflow.on(isolation)
                        .replyGenerator(Bot.echo())
                        .sender(Bot.nowhere())
                        .store(MessageStore.inMemory(1))
                        .build()) {
            assertThatExceptionOfType(IsolationViolationException.class)
                    .isThrownBy(() -> heartflow.createHeartflowProcessor("globex", "support"))
                    .matches(refusal -> refusal.reason() == ViolationReason.UNKNOWN_TENANT);
        }
    }

    @Test
    void anUnwantedMessageIsFilteredAndNotStored() throws Exception {
        try (OpenBot bot = OpenBot.with(settings -> settings.wordFilter(WordFilter.words("SPAM", "HELLO")))) {
            assertThat(outcome(bot, hello())).isEqualTo(new Filtered("HELLO"));
            assertThat(bot.store.recent(STREAM, 10)).isEmpty();
        }
    }

    @Test
    void aCommandIsHandledAndAnswered() throws Exception {
        try (OpenBot bot = OpenBot.with(settings ->
                settings.commands(CommandHandler.slash(Map.of("roll", (turn, dice) -> Reply.of("rolled " + dice)))))) {
            Outcome outcome = outcome(
                    bot, Bot.message("acme", "g1", "m1").text("/roll  2d6 ").build());

            assertThat(outcome).isInstanceOf(CommandHandled.class);
            assertThat(((CommandHandled) outcome).command()).isEqualTo("roll");
            assertThat(bot.sent.texts()).containsExactly("rolled 2d6");
            assertThat(bot.store.recent(STREAM, 10)).hasSize(2);
            assertThat(outcome(
                            bot,
                            Bot.message("acme", "g1", "m2").text("/rolling").build()))
                    .isInstanceOf(Replied.class);
        }
    }

    @Test
    void theTalkValueDecidesUnlessTheAgentIsMentioned() {
        double[] random = {0.3};
        try (OpenBot bot = OpenBot.with(settings -> settings.talkValue(0.3).random(() -> random[0]))) {
            assertThat(outcome(bot, hello())).matches(outcome -> ignored(outcome) == IgnoreReason.NOT_INTERESTED);
            random[0] = 0.29;
            assertThat(outcome(bot, Bot.message("acme", "g1", "m2").build())).isInstanceOf(Replied.class);
            random[0] = 0.99;
            assertThat(outcome(
                            bot,
                            Bot.message("acme", "g1", "m3")
                                    .mention(Mention.of("support"))
                                    .build()))
                    .isInstanceOf(Replied.class);
            assertThat(outcome(
                            bot,
                            Bot.message("acme", "g1", "m4")
                                    .text("@Support, help")
                                    .build()))
                    .isInstanceOf(Replied.class);
        }
    }

    private static IgnoreReason ignored(Outcome outcome) {
        return ((Ignored) outcome).reason();
    }

    @Test
    void aPrivateChatAndAReplyToTheAgentAreMentions() {
        try (OpenBot bot = OpenBot.with(settings -> settings.talkValue(0))) {
            InboundMessage whisper = InboundMessage.builder()
                    .tenantId("acme")
                    .agentId("support")
                    .platform("qq")
                    .messageId("m1")
                    .user("u")
                    .time(Bot.NOON)
                    .build();
            assertThat(outcome(bot, whisper)).isInstanceOf(Replied.class);
            String reply = bot.sent.messages().get(0).messageId();

            assertThat(outcome(
                            bot, Bot.message("acme", "g1", "m2").replyTo(reply).build()))
                    .isInstanceOf(Replied.class);
            assertThat(outcome(
                            bot, Bot.message("acme", "g1", "m3").replyTo("m2").build()))
                    .isInstanceOf(Ignored.class);
        }
    }

    @Test
    void aGeneratorWithNothingToSayIsIgnored() throws Exception {
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(Bot.silent()))) {
            assertThat(outcome(bot, hello())).matches(outcome -> ignored(outcome) == IgnoreReason.NOTHING_TO_SAY);
            assertThat(bot.store.recent(STREAM, 10)).hasSize(1);
        }
    }

    @Test
    void aMessageThatIsThereAlreadyIsNotHandledAgain() {
        try (OpenBot bot = OpenBot.standard()) {
            outcome(bot, hello());

            assertThat(outcome(bot, hello())).matches(outcome -> ignored(outcome) == IgnoreReason.DUPLICATE);
            assertThat(bot.sent.messages()).hasSize(1);
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

    /** A gate with room for so many. */
    private static final class Gate implements QuotaGate {
        private final AtomicInteger left;
        private final AtomicInteger committed = new AtomicInteger();
        private final AtomicInteger released = new AtomicInteger();

        Gate(int left) {
            this.left = new AtomicInteger(left);
        }

        @Override
        public Reservation reserve(Turn turn) {
            if (left.getAndDecrement() <= 0) {
                throw new IsolationViolationException(
                        ViolationReason.QUOTA_EXCEEDED, "No requests are left today", "Wait until tomorrow");
            }
            return new Reservation() {
                @Override
                public void commit(List<Usage> usages) {
                    committed.addAndGet(usages.size());
                }

                @Override
                public void release() {
                    released.incrementAndGet();
                }
            };
        }
    }

    @Test
    void quotaIsReservedAndThenCommittedOrReleased() throws Exception {
        Gate gate = new Gate(2);
        Usage usage = new Usage("model", Bot.NOON, 10, 5);
        try (OpenBot bot = OpenBot.with(settings -> settings.quotaGate(gate).replyGenerator(request -> {
            if (request.message().messageId().equals("m2")) {
                throw new IOException("no model");
            }
            return CompletableFuture.completedFuture(Reply.of("hi").using(usage));
        }))) {
            assertThat(outcome(bot, hello())).isInstanceOf(Replied.class);
            assertThat(outcome(bot, Bot.message("acme", "g1", "m2").build())).isInstanceOf(Failed.class);
            assertRefused(outcome(bot, Bot.message("acme", "g1", "m3").build()), ViolationReason.QUOTA_EXCEEDED);

            assertThat(gate.committed).hasValue(1);
            assertThat(gate.released).hasValue(1);
            assertThat(bot.store.recent(STREAM, 10)).hasSize(4);
        }
    }

    @Test
    void aStepThatThrowsFailsItsMessageAndTheStreamGoesOn() {
        for (Step step : List.of(
                Step.FILTER,
                Step.COMMAND,
                Step.MENTION,
                Step.STORE,
                Step.DECIDE,
                Step.PERMISSION,
                Step.QUOTA,
                Step.CONTEXT,
                Step.GENERATE,
                Step.USAGE,
                Step.SEND,
                Step.MEMORY)) {
            for (boolean before : new boolean[] {true, false}) {
                IllegalStateException bug = new IllegalStateException("bug");
                StepHook thrower = throwing(step, before, bug);
                try (OpenBot bot = OpenBot.with(settings -> settings.hook(thrower))) {
                    assertThat(outcome(bot, hello())).as("%s", step).isEqualTo(new Failed(step, bug));
                    assertThat(outcome(bot, Bot.message("acme", "g1", "m2").build()))
                            .isInstanceOf(Replied.class);
                }
            }
        }
    }

    private static StepHook throwing(Step at, boolean before, RuntimeException bug) {
        return new StepHook() {
            @Override
            public void before(Step step, Turn turn) {
                throwAt(before, step, turn);
            }

            @Override
            public void after(Step step, Turn turn, Optional<Throwable> failure) {
                throwAt(!before, step, turn);
            }

            private void throwAt(boolean now, Step step, Turn turn) {
                if (now && step == at && turn.message().messageId().equals("m1")) {
                    throw bug;
                }
            }
        };
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
    void theStepsRunInTheContextOfTheChatStream() {
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(
                        request -> CompletableFuture.supplyAsync(() -> Reply.of("x")))
                .memoryHook((turn, sent) -> {
                    assertThat(IsolationContext.requireCurrent()).isEqualTo(STREAM);
                }))) {
            assertThat(outcome(bot, hello())).isInstanceOf(Replied.class);
        }
    }

    @Test
    void aMessageIsNotHandledInTheContextOfAnotherTenant() {
        try (OpenBot bot = OpenBot.with(settings -> settings.executor(Runnable::run))) {
            HeartflowProcessor support = bot.support("acme");
            Outcome[] outcome = new Outcome[1];

            IsolationContext.of("globex").run(() -> outcome[0] = Outcomes.of(support.process(hello())));

            assertRefused(outcome[0], ViolationReason.CONTEXT_NOT_NARROWER);
            assertThat(bot.sent.messages()).isEmpty();
            assertThat(outcome(bot, Bot.message("acme", "g1", "m2").build())).isInstanceOf(Replied.class);
        }
    }

    @Test
    void whetherAMessageIsAcceptedIsToldRightlyHoweverFastItIs() {
        try (OpenBot bot = OpenBot.standard()) {
            HeartflowProcessor support = bot.support("acme");
            for (int i = 0; i < 500; i++) {
                Submission submission =
                        support.submit(Bot.message("acme", "g1", "m" + i).build());
                assertThat(Outcomes.of(submission.accepted())).isTrue();
            }
            assertThat(Outcomes.of(
                            support.submit(Bot.message("globex", "g1", "m").build())
                                    .accepted()))
                    .isFalse();
        }
    }

    @Test
    void aCancelledMessageIsLetGo() {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(request -> reply))) {
            HeartflowProcessor support = bot.support("acme");
            Submission first = support.submit(hello());
            Submission second = support.submit(Bot.message("acme", "g1", "m2").build());
            assertThat(Outcomes.of(second.accepted())).isTrue();

            second.cancel();
            first.cancel();

            assertThat(first.outcome().toCompletableFuture()).isCancelled();
            Awaiting.until(() -> bot.heartflow.stats().underWay() == 0);
            assertThat(bot.heartflow.stats().counts().failed()).isEqualTo(2);
            assertThat(bot.sent.messages()).isEmpty();
        }
    }

    @Test
    void aHeartflowNeedsAGeneratorAndASender() {
        try (Isolation isolation = Isolation.open("jdbc:sqlite::memory:")) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Heartflow.on(isolation).build())
                    .withMessageContaining("replyGenerator(…)");
        }
    }
}
