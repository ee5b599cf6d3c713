package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.HeartflowHealth.Kind;
import org.maibot.isolation.heartflow.HeartflowHealth.Problem;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/** What a host's own parts are promised, and what is told of them when they fail. */
class HostStepsTest {
    private static InboundMessage message(String id) {
        return Bot.message("acme", "g", id).build();
    }

    /** A store that needs the context that is current. */
    private static final class AmbientStore implements MessageStore {
        private final MessageStore below = MessageStore.inMemory(10);

        @Override
        public boolean contains(IsolationContext stream, String messageId) throws Exception {
            return below.contains(IsolationContext.requireCurrent(), messageId);
        }

        @Override
        public void store(IsolationContext stream, List<Message> messages, List<Usage> usages) throws Exception {
            below.store(IsolationContext.requireCurrent(), messages, usages);
        }

        @Override
        public List<Message> recent(IsolationContext stream, int limit) throws Exception {
            return below.recent(IsolationContext.requireCurrent(), limit);
        }
    }

    @Test
    void aHostsStoreIsInTheContextOfTheChatStream() {
        try (OpenBot bot = OpenBot.with(settings -> settings.store(new AmbientStore()))) {
            assertThat(Outcomes.of(bot.support("acme").process(message("m")))).isInstanceOf(Replied.class);
        }
    }

    @Test
    void whatAReplyUsedIsAddedUp() {
        Usage plan = new Usage("planner", Bot.NOON, 10, 5);
        Usage write = new Usage("writer", Bot.NOON, 100, 50);
        assertThat(Reply.of("hi").using(plan).using(write).usages()).containsExactly(plan, write);
    }

    @Test
    void aReplyThatCannotBeRecordedFailsAtTheRecorder() {
        MessageRecorder recorder = new MessageRecorder() {
            @Override
            public Optional<Message> received(Turn turn) throws Exception {
                return MessageRecorder.standard().received(turn);
            }

            @Override
            public Optional<Message> replied(Turn turn, List<OutboundMessage> sent, Instant at) {
                throw new IllegalStateException("bug");
            }
        };
        try (OpenBot bot = OpenBot.with(settings -> settings.messageRecorder(recorder))) {
            assertThat(((Failed) Outcomes.of(bot.support("acme").process(message("m")))).step())
                    .isEqualTo(Step.STORE);
        }
    }

    @Test
    void anExecutorThatTakesNoWorkIsNoFailureOfTheStore() {
        ExecutorService ended = Executors.newSingleThreadExecutor();
        ended.shutdown();
        try (OpenBot bot = OpenBot.with(settings -> settings.executor(ended))) {
            for (int i = 0; i < 5; i++) {
                Outcomes.of(bot.support("acme").process(message("m" + i)));
            }
            assertThat(bot.heartflow.health().problems())
                    .extracting(Problem::kind)
                    .containsExactly(Kind.FAILING_EXECUTOR);
        }
    }

    @Test
    void whatFollowsAnOutcomeCannotCloseTheHeartflowWithoutAnInboxEither() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(gate))) {
            CompletionStage<DrainReport> closing = bot.support("acme")
                    .process(message("m"))
                    .thenApply(outcome -> bot.heartflow.close(Duration.ofDays(1)));
            gate.release("m");
            assertThat(closing.toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withMessageContaining("close it on another thread");
        }
    }
}
