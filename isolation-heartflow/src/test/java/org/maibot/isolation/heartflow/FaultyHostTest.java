package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/** What a host's steps, listeners and executors can do wrong, and what becomes of the messages. */
class FaultyHostTest {
    private static InboundMessage message(String tenant, String group, String id) {
        return Bot.message(tenant, group, id).build();
    }

    private static void stop(OpenBot bot) {
        bot.heartflow.close(Duration.ZERO);
        bot.isolation.close();
    }

    @Test
    void aUsageRecorderThatReturnsNothingFailsTheMessage() {
        List<Usage> withNull = Collections.singletonList(null);
        try (OpenBot bot = OpenBot.with(settings -> settings.usageRecorder((turn, used) -> withNull))) {
            Outcome outcome = Outcomes.of(bot.support("acme").process(message("acme", "g", "m1")));
            assertThat(((Failed) outcome).step()).isEqualTo(Step.USAGE);
        }
    }

    @Test
    void aListenerThatThrowsAnErrorIsOfNoConsequence() {
        try (OpenBot bot = OpenBot.with(settings -> settings.listener((scope, outcome, waited, handled) -> {
            throw new NoClassDefFoundError("a library of the listener's");
        }))) {
            assertThat(Outcomes.of(bot.support("acme").process(message("acme", "g", "m1"))))
                    .isInstanceOf(Replied.class);
        }
    }

    @Test
    void aRecorderThatThrowsTheSameExceptionTwiceFailsTheMessage() {
        IllegalStateException same = new IllegalStateException("always this one");
        MessageRecorder recorder = new MessageRecorder() {
            @Override
            public Optional<Message> received(Turn turn) {
                return Optional.empty();
            }

            @Override
            public Optional<Message> replied(Turn turn, List<OutboundMessage> sent, Instant at) {
                throw same;
            }
        };
        try (OpenBot bot = OpenBot.with(settings -> settings.messageRecorder(recorder))) {
            Outcome outcome = Outcomes.of(bot.support("acme").process(message("acme", "g", "m1")));
            assertThat(((Failed) outcome).cause()).isSameAs(same);
        }
    }

    @Test
    void messagesGoOnWhenAnExecutorTakesWorkAgain() {
        AtomicBoolean full = new AtomicBoolean();
        Executor busy = task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        };
        GatedReplies gate = new GatedReplies();
        OpenBot bot = OpenBot.with(settings -> settings.executor(busy).replyGenerator(gate));
        bot.support("acme").process(message("acme", "g", "m1"));
        gate.awaitAsked(1);
        bot.support("acme").process(message("acme", "g", "m2"));
        full.set(true);
        gate.release("m1");
        full.set(false);
        bot.time.pass(Duration.ofMinutes(10));
        Awaiting.until(() -> gate.asked().size() == 2);
        gate.release("m2");
        stop(bot);
    }

    @Test
    void aThreadThatCouldNotBeStartedOnceIsNotMissedForEver() {
        AtomicBoolean first = new AtomicBoolean(true);
        Executor weak = task -> {
            if (first.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        };
        OpenBot bot = OpenBot.with(settings -> settings.executor(weak).workers(1));
        HeartflowProcessor support = bot.support("acme");
        try {
            support.process(message("acme", "g", "m1"));
        } catch (OutOfMemoryError e) {
            assertThat(e).hasMessageContaining("native thread");
        }
        assertThat(Outcomes.of(support.process(message("acme", "h", "m2")))).isInstanceOf(Replied.class);
        stop(bot);
    }
}
