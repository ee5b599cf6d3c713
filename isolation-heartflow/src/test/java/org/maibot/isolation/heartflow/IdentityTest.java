package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.jdbc.Isolation;

/** Whose message it is, and what becomes of one that is nobody's. */
class IdentityTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "support", "qq", "g1");

    private static Outcome outcome(OpenBot bot, InboundMessage message) {
        return Outcomes.of(bot.support("acme").process(message));
    }

    private static InboundMessage hello() {
        return Bot.message("acme", "g1", "m1").build();
    }

    private static void assertRefused(Outcome outcome, ViolationReason reason) {
        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(((Refused) outcome).reason()).isEqualTo(reason);
        assertThat(((Refused) outcome).message()).doesNotContain("globex", "sales");
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

    private static InboundMessage message(String tenant, String group, String id) {
        return Bot.message(tenant, group, id).build();
    }

    @Test
    void aRefusalIsObservedOnce() {
        try (OpenBot bot = OpenBot.standard()) {
            Outcomes.of(bot.support("acme")
                    .process(Bot.message("acme", "g", "m").platform("").build()));
            assertThat(bot.events.refusals()).containsExactly(ViolationReason.INVALID_ID);
        }
    }

    @Test
    void anIdentityCheckThatFailsWithAnErrorFailsItsMessage() {
        try (OpenBot bot = OpenBot.with(settings -> settings.identityCheck((agent, message) -> {
            throw new StackOverflowError();
        }))) {
            assertThat(Outcomes.of(bot.support("acme").process(message("acme", "g", "m"))))
                    .isInstanceOf(Failed.class);
        }
    }

    @Test
    void whatFollowsAnOutcomeIsNotInTheContextOfItsMessage() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(gate))) {
            CompletableFuture<Optional<IsolationContext>> seen = bot.support("acme")
                    .process(message("acme", "g", "a"))
                    .thenApply(outcome -> IsolationContext.current())
                    .toCompletableFuture();
            gate.release("a");
            assertThat(Outcomes.of(seen)).isEmpty();
        }
    }

    @Test
    void anInlineExecutorDoesNotHandleAMessageInTheContextOfTheOneBefore() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(
                settings -> settings.executor(Runnable::run).maxUnderWay(1).replyGenerator(gate))) {
            bot.support("acme").process(message("acme", "g", "a"));
            bot.support("globex").process(message("globex", "g", "b"));
            gate.release("a");
            assertThat(bot.events.refusals()).isEmpty();
            assertThat(gate.asked()).containsExactly("a", "b");
            gate.release("b");
        }
    }

    @Test
    void anInterruptThatOneTenantsStepLeavesDoesNotHitAnothers() {
        CountDownLatch bothAreHere = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(0);
        try (OpenBot bot = OpenBot.with(settings -> settings.workers(1).replyGenerator(request -> {
            if (request.turn().stream().tenantId().equals("acme")) {
                bothAreHere.await();
                Thread.currentThread().interrupt();
            } else {
                open.await();
            }
            return Bot.echo().generate(request);
        }))) {
            bot.support("acme").process(message("acme", "g", "m1"));
            CompletionStage<Outcome> other = bot.support("globex").process(message("globex", "g", "m2"));
            bothAreHere.countDown();
            assertThat(Outcomes.of(other)).isInstanceOf(Replied.class);
        }
    }
}
