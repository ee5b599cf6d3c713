package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Outcome.CommandHandled;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Filtered;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.Message;

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
            for (String other : List.of("m2", "reply-7", "reply-from-ann")) {
                InboundMessage toOther =
                        Bot.message("acme", "g1", "to-" + other).replyTo(other).build();
                assertThat(outcome(bot, toOther)).isInstanceOf(Ignored.class);
            }
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

    @Test
    void aCommandMayBeFollowedByAnyWhiteSpace() {
        try (OpenBot bot = OpenBot.with(
                settings -> settings.commands(CommandHandler.slash(Map.of("roll", (turn, dice) -> Reply.of(dice)))))) {
            Outcomes.of(bot.support("acme")
                    .process(Bot.message("acme", "g", "m1")
                            .text("/roll\u30002d6")
                            .build()));
            assertThat(bot.sent.texts()).containsExactly("2d6");
        }
    }
}
