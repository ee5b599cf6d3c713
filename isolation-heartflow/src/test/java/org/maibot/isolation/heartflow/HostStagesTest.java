package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Replied;

/** The stages that a host's generator or sender may return, and the threads on which a turn goes on after them. */
class HostStagesTest {
    private static InboundMessage message(String tenant, String group, String id) {
        return Bot.message(tenant, group, id).build();
    }

    @Test
    void aStageThatIsNoFutureOfItsOwnIsAwaited() {
        try (OpenBot bot = OpenBot.with(
                settings -> settings.replyGenerator(request -> CompletableFuture.completedStage(Reply.of("hi")))
                        .sender(segment -> CompletableFuture.completedStage(true)))) {
            assertThat(Outcomes.of(bot.support("acme").process(message("acme", "g", "m"))))
                    .isInstanceOf(Replied.class);
        }
    }

    @Test
    void aStageThatCannotBeCancelledHindersNoClosing() {
        CompletionStage<Reply> never = new CompletableFuture<Reply>().minimalCompletionStage();
        CountDownLatch asked = new CountDownLatch(2);
        OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(request -> {
            asked.countDown();
            return never;
        }));
        CompletionStage<Outcome> one = bot.support("acme").process(message("acme", "g", "m1"));
        CompletionStage<Outcome> two = bot.support("acme").process(message("acme", "h", "m2"));
        Awaiting.until(() -> asked.getCount() == 0);
        bot.heartflow.close(Duration.ZERO);
        bot.isolation.close();
        assertThat(((Failed) Outcomes.of(one)).cause()).isInstanceOf(StoppedException.class);
        assertThat(((Failed) Outcomes.of(two)).cause()).isInstanceOf(StoppedException.class);
    }

    /** A stage that takes what follows it, and fails all the same. */
    private static final class FaultyStage extends CompletableFuture<Reply> {
        @Override
        public CompletableFuture<Reply> whenComplete(BiConsumer<? super Reply, ? super Throwable> action) {
            CompletableFuture<Reply> unused = super.whenComplete(action);
            throw new IllegalStateException("bug");
        }
    }

    @Test
    void aTurnEndsOnceThoughItsStageFailsToTakeWhatFollows() {
        FaultyStage stage = new FaultyStage();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(request -> stage))) {
            HeartflowProcessor support = bot.support("acme");
            assertThat(((Failed) Outcomes.of(support.process(message("acme", "g", "m")))).cause())
                    .hasMessage("bug");
            stage.complete(Reply.of("late"));
            Awaiting.until(() -> bot.heartflow.stats().underWay() <= 0);
            assertThat(bot.sent.messages()).isEmpty();
            assertThat(support.counts().pending()).isZero();
            assertThat(bot.heartflow.stats().underWay()).isZero();
        }
    }

    @Test
    void aPauseOfMoreThanAHundredYearsCountsAsAHundred() {
        CountDownLatch typing = new CountDownLatch(2);
        OpenBot bot = OpenBot.with(settings -> settings.workers(1).typingDelay(segment -> {
            typing.countDown();
            return Duration.ofDays(400_000);
        }));
        CompletionStage<Outcome> done = bot.support("acme").process(message("acme", "g", "m"));
        bot.support("acme").process(message("acme", "h", "next")); // the worker has left the first turn then
        Awaiting.until(() -> typing.getCount() == 0);
        bot.heartflow.close(Duration.ZERO);
        bot.isolation.close();
        assertThat(((Failed) Outcomes.of(done)).cause()).isInstanceOf(StoppedException.class);
    }

    @Test
    void aReplyThatIsThereInTimeIsNotLateSinceEveryWorkerIsBusy() throws InterruptedException {
        GatedReplies gate = new GatedReplies();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(gate)
                .workers(1)
                .generatorTime(Duration.ofMinutes(1))
                .wordFilter(turn -> {
                    if (turn.message().messageId().equals("slow")) {
                        busy.countDown();
                        open.await();
                    }
                    return Optional.empty();
                }))) {
            HeartflowProcessor support = bot.support("acme");
            CompletionStage<Outcome> done = support.process(message("acme", "g", "quick"));
            gate.awaitAsked(1);
            support.process(message("acme", "h", "slow"));
            busy.await();
            gate.release("quick");
            bot.time.pass(Duration.ofMinutes(1));
            open.countDown();
            gate.release("slow");
            assertThat(Outcomes.of(done)).isInstanceOf(Replied.class);
        }
    }

    @Test
    void aMessageIsNotHandledInsideTheTurnOfAnotherTenant() throws InterruptedException {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), new ThreadPoolExecutor.CallerRunsPolicy());
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        try (OpenBot bot = OpenBot.with(settings -> settings.executor(pool).replyGenerator(request -> {
            if (request.turn().stream().tenantId().equals("acme")) {
                started.countDown();
                open.await();
            }
            return CompletableFuture.completedStage(Reply.of("hi"));
        }))) {
            CompletionStage<Outcome> first = bot.support("acme").process(message("acme", "g", "m1"));
            started.await();
            CompletionStage<Outcome> other = bot.support("globex").process(message("globex", "g", "m2"));
            open.countDown();
            assertThat(Outcomes.of(first)).isInstanceOf(Replied.class);
            assertThat(Outcomes.of(other)).isInstanceOf(Replied.class);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aTurnDoesNotGoOnOnTheThreadThatEndsItsStage() {
        AtomicBoolean full = new AtomicBoolean();
        Executor executor = task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            new Thread(task).start();
        };
        GatedReplies gate = new GatedReplies();
        AtomicReference<Thread> sending = new AtomicReference<>();
        try (OpenBot bot = OpenBot.with(settings -> settings.executor(executor)
                .workers(1)
                .replyGenerator(gate)
                .sender(segment -> {
                    sending.set(Thread.currentThread());
                    return CompletableFuture.completedFuture(true);
                }))) {
            CompletionStage<Outcome> done = bot.support("acme").process(message("acme", "g", "m"));
            gate.awaitAsked(1);
            bot.support("acme").process(message("acme", "h", "next")); // the worker has left the turn
            gate.awaitAsked(2);
            full.set(true);
            IsolationContext.of("globex")
                    .run(() -> Awaiting.until(() -> {
                        gate.release("m");
                        return done.toCompletableFuture().isDone();
                    }));
            full.set(false);
            gate.release("next");
            assertThat(Outcomes.of(done)).isInstanceOf(Replied.class);
            assertThat(sending.get()).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void aTurnThatDoesNotEndIsReportedThoughTheHostHasEndedItsStage() {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean stubborn = new AtomicBoolean(true);
        OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(request -> {
            started.countDown();
            while (stubborn.get()) {
                Thread.onSpinWait();
            }
            return Bot.echo().generate(request);
        }));
        CompletableFuture<Outcome> done =
                bot.support("acme").process(message("acme", "g", "m")).toCompletableFuture();
        Awaiting.until(() -> started.getCount() == 0);
        done.completeExceptionally(new TimeoutException("as by orTimeout(…)"));
        DrainReport report = bot.heartflow.close(Duration.ZERO);
        stubborn.set(false);
        bot.isolation.close();
        assertThat(report.interrupted()).extracting(DrainReport.Left::messageId).containsExactly("m");
    }
}
