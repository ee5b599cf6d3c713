package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/** What a host's steps, hooks, listeners and executors can do wrong, and what becomes of the messages. */
class FaultyHostTest {
    private static InboundMessage message(String tenant, String group, String id) {
        return Bot.message(tenant, group, id).build();
    }

    /** Whether a stage ends within some seconds. */
    static boolean ends(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().get(5, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | CancellationException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether something comes within some seconds. */
    static boolean comes(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return condition.getAsBoolean();
    }

    private static void stop(OpenBot bot) {
        bot.heartflow.close(Duration.ZERO);
        bot.isolation.close();
    }

    @Test
    void aUsageRecorderThatReturnsNothingFailsTheMessage() {
        List<Usage> withNull = Collections.singletonList(null);
        OpenBot bot = OpenBot.with(settings -> settings.usageRecorder((turn, used) -> withNull));
        assertThat(ends(bot.support("acme").process(message("acme", "g", "m1"))))
                .isTrue();
        stop(bot);
    }

    @Test
    void aListenerThatThrowsAnErrorIsOfNoConsequence() {
        OpenBot bot = OpenBot.with(settings -> settings.listener((scope, outcome, waited, handled) -> {
            throw new NoClassDefFoundError("a library of the listener's");
        }));
        assertThat(ends(bot.support("acme").process(message("acme", "g", "m1"))))
                .isTrue();
        stop(bot);
    }

    @Test
    void aRecorderThatThrowsTheSameExceptionTwiceFailsTheMessage() {
        IllegalStateException same = new IllegalStateException("always this one");
        OpenBot bot = OpenBot.with(settings -> settings.messageRecorder(new MessageRecorder() {
            @Override
            public Optional<Message> received(Turn turn) {
                return Optional.empty();
            }

            @Override
            public Optional<Message> replied(Turn turn, List<OutboundMessage> sent, Instant at) {
                throw same;
            }
        }));
        assertThat(ends(bot.support("acme").process(message("acme", "g", "m1"))))
                .isTrue();
        stop(bot);
    }

    @Test
    void aReplyOfManySegmentsIsSent() {
        Reply many = new Reply(Collections.nCopies(2_000, "line"), List.of(), List.of());
        OpenBot bot = OpenBot.with(settings ->
                settings.sender(Bot.nowhere()).replyGenerator(request -> CompletableFuture.completedFuture(many)));
        CompletionStage<Outcome> done = bot.support("acme").process(message("acme", "g", "m1"));
        assertThat(ends(done)).isTrue();
        assertThat(Outcomes.of(done)).isInstanceOf(Replied.class);
        stop(bot);
    }

    /** Counts what becomes of reservations. */
    private static final class Gate implements QuotaGate {
        private final AtomicInteger reserved = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final CountDownLatch reserving = new CountDownLatch(1);
        private final CountDownLatch mayReserve;
        private final boolean commitFails;

        Gate(int permits, boolean commitFails) {
            this.mayReserve = new CountDownLatch(permits);
            this.commitFails = commitFails;
        }

        @Override
        public Reservation reserve(Turn turn) {
            reserving.countDown();
            while (mayReserve.getCount() > 0) {
                Thread.onSpinWait();
            }
            reserved.incrementAndGet();
            return new Reservation() {
                @Override
                public void commit(List<Usage> usages) {
                    ended.incrementAndGet();
                    if (commitFails) {
                        throw new IllegalStateException("the answer of the database was lost");
                    }
                }

                @Override
                public void release() {
                    ended.incrementAndGet();
                }
            };
        }
    }

    @Test
    void aReservationWhoseCommitFailsIsNotReleasedToo() {
        Gate gate = new Gate(0, true);
        try (OpenBot bot = OpenBot.with(settings -> settings.quotaGate(gate))) {
            Outcomes.of(bot.support("acme").process(message("acme", "g", "m1")));
            assertThat(gate.ended).hasValue(1);
        }
    }

    @Test
    void aReservationIsReleasedWhenAHookAfterItFails() {
        Gate gate = new Gate(0, false);
        try (OpenBot bot = OpenBot.with(settings -> settings.quotaGate(gate).hook(new StepHook() {
            @Override
            public void after(Step step, Turn turn, Optional<Throwable> failure) {
                if (step == Step.QUOTA) {
                    throw new IllegalStateException("bug");
                }
            }
        }))) {
            Outcomes.of(bot.support("acme").process(message("acme", "g", "m1")));
            assertThat(gate.reserved).hasValue(1);
            assertThat(gate.ended).hasValue(1);
        }
    }

    @Test
    void aReservationIsReleasedWhenTheMessageIsCancelledMeanwhile() throws Exception {
        Gate gate = new Gate(1, false);
        try (OpenBot bot = OpenBot.with(settings -> settings.quotaGate(gate))) {
            Submission submission = bot.support("acme").submit(message("acme", "g", "m1"));
            gate.reserving.await();
            submission.cancel();
            gate.mayReserve.countDown();
            Awaiting.until(() -> bot.heartflow.stats().underWay() == 0);
            assertThat(gate.reserved).hasValue(1);
            assertThat(gate.ended).hasValue(1);
        }
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

    @Test
    void aStreamWhoseLastMessageGaveWayIsForgotten() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(gate)
                .maxUnderWay(1)
                .maxWaitingPerTenant(1)
                .overflow(Overflow.DROP_OLDEST)
                .idleTime(Duration.ofMinutes(1)))) {
            bot.support("acme").process(message("acme", "g0", "m0"));
            gate.awaitAsked(1);
            bot.support("acme").process(message("acme", "g1", "m1"));
            bot.support("acme").process(message("acme", "g2", "m2"));
            gate.release("m0");
            gate.release("m2");
            Awaiting.until(() -> bot.heartflow.stats().underWay() == 0);
            bot.time.pass(Duration.ofMinutes(3));
            assertThat(bot.heartflow.stats().streams()).isZero();
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
        assertThat(comes(() -> gate.asked().size() == 2)).isTrue();
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
        assertThat(ends(support.process(message("acme", "h", "m2")))).isTrue();
        stop(bot);
    }

    @Test
    void cancelledMessagesAreNoFailuresOfTheStore() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot =
                OpenBot.with(settings -> settings.replyGenerator(gate).maxUnderWay(1))) {
            bot.support("acme").process(message("acme", "g", "m0"));
            gate.awaitAsked(1);
            for (int i = 1; i <= 5; i++) {
                bot.support("acme").submit(message("acme", "g", "m" + i)).cancel();
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
                Outcomes.of(bot.support("acme").process(message("acme", "g", "m" + i)));
            }
            broken.set(false);
            for (int i = 0; i < 100; i++) {
                Outcomes.of(bot.support("acme").process(message("acme", "g", "n" + i)));
            }
            assertThat(bot.heartflow.health().problems()).isEmpty();
        }
    }

    /** A store that does not answer. */
    private record HangingStore(CountDownLatch answer) implements MessageStore {
        @Override
        public boolean contains(IsolationContext stream, String messageId) throws InterruptedException {
            answer.await();
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
    void aStreamThatIsStuckInTheStoreIsEndedOrTold() {
        CountDownLatch answer = new CountDownLatch(1);
        try (OpenBot bot = OpenBot.with(
                settings -> settings.store(new HangingStore(answer)).turnTime(Duration.ofSeconds(10)))) {
            CompletionStage<Outcome> done = bot.support("acme").process(message("acme", "g", "m"));
            Awaiting.until(() -> bot.heartflow.stats().underWay() == 1);
            bot.time.pass(Duration.ofHours(1));
            assertThat(comes(() -> done.toCompletableFuture().isDone()
                            || !bot.heartflow.health().isHealthy()))
                    .isTrue();
        } finally {
            answer.countDown();
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
    void whatWasDoneForATenantStaysInTheStatsWhenItIsCleanedUp() {
        try (OpenBot bot = OpenBot.standard()) {
            Outcomes.of(bot.support("acme").process(message("acme", "g", "m")));
            bot.heartflow.cleanupTenant("acme");
            assertThat(bot.heartflow.stats().counts().received()).isEqualTo(1);
            assertThat(bot.heartflow.tenant("acme")).isPresent();
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
    void differentGroupsWithLongIdsAreDifferentStreams() {
        StreamIds ids = StreamIds.standard();
        assertThat(ids.chatStreamId(message("acme", "\uD800".repeat(200), "m")))
                .isNotEqualTo(ids.chatStreamId(message("acme", "\uD801".repeat(200), "m")));
    }

    @Test
    void aMessageIsReadAsItWasWrittenHoweverLongItsParts() {
        InboundMessage long1 = Bot.message("acme", "g", "m")
                .platformId("n".repeat(60_000), "x")
                .build();
        assertThat(InboundMessage.fromJson(long1.toJson())).isEqualTo(long1);
    }

    @Test
    void aMessageIsReadAsItWasWrittenHoweverLongItsText() {
        InboundMessage long2 =
                Bot.message("acme", "g", "m").text("x".repeat(20_000_001)).build();
        assertThat(InboundMessage.fromJson(long2.toJson()).text()).hasSize(20_000_001);
    }
}
