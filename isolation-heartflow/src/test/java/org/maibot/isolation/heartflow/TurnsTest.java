package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.ViolationReason;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.heartflow.Outcome.Replied;

/** Whose turn it is, and what becomes of messages for which there is no room. */
class TurnsTest {
    private static InboundMessage message(String tenant, String group, String id) {
        return Bot.message(tenant, group, id).build();
    }

    @Test
    void theMessagesOfAStreamHaveTheirTurnsOneAfterTheOther() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(gate))) {
            HeartflowProcessor support = bot.support("acme");
            support.process(message("acme", "g1", "1"));
            support.process(message("acme", "g1", "2"));
            var third = support.process(message("acme", "g2", "3"));

            gate.release("3");
            Outcomes.of(third);
            assertThat(gate.asked()).containsExactlyInAnyOrder("1", "3");
            gate.release("1");
            gate.release("2");
        }
    }

    @Test
    void tenantsTakeTurnsByTheirWeights() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(
                settings -> settings.replyGenerator(gate).maxUnderWay(1).weight("globex", 2))) {
            bot.support("acme").process(message("acme", "first", "first"));
            gate.awaitAsked(1);
            for (int i = 0; i < 4; i++) {
                bot.support("acme").process(message("acme", "g" + i, "a" + i));
            }
            for (int i = 0; i < 4; i++) {
                bot.support("globex").process(message("globex", "g" + i, "b" + i));
            }

            List<String> order = List.of("first", "b0", "b1", "a0", "b2", "b3", "a1", "a2", "a3");
            order.forEach(gate::release);
            assertThat(gate.asked()).isEqualTo(order);
        }
    }

    @Test
    void noTenantTakesEveryPlace() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(
                settings -> settings.replyGenerator(gate).maxUnderWay(4).maxUnderWayPerTenant(3))) {
            for (int i = 0; i < 10; i++) {
                bot.support("acme").process(message("acme", "g" + i, "a" + i));
            }
            gate.awaitAsked(3);
            var other = bot.support("globex").process(message("globex", "g", "b"));

            gate.release("b");
            assertThat(Outcomes.of(other)).isInstanceOf(Replied.class);
            assertThat(gate.asked()).containsExactlyInAnyOrder("a0", "a1", "a2", "b");
            for (int i = 0; i < 10; i++) {
                gate.release("a" + i);
            }
        }
    }

    @Test
    void aMessageWithoutRoomIsRefusedWithTheQueueThatIsFull() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(gate)
                .maxWaitingPerStream(1)
                .maxWaitingPerTenant(2)
                .maxWaiting(3)
                .maxUnderWay(1))) {
            HeartflowProcessor acme = bot.support("acme");
            acme.process(message("acme", "g0", "0"));
            gate.awaitAsked(1);
            acme.process(message("acme", "g1", "1"));
            assertFull(acme, message("acme", "g1", "2"), "chat stream");
            acme.process(message("acme", "g2", "3"));
            assertFull(acme, message("acme", "g3", "4"), "tenant");
            bot.support("globex").process(message("globex", "g", "5"));
            assertFull(bot.support("initech"), message("initech", "g", "6"), "whole heartflow");

            assertThat(bot.events.refusals()).hasSize(3).containsOnly(ViolationReason.OVERLOADED);
            assertThat(bot.heartflow.health().problems())
                    .extracting(HeartflowHealth.Problem::kind)
                    .containsOnly(HeartflowHealth.Kind.FULL_QUEUE);
            List.of("0", "5", "1", "3").forEach(gate::release);
        }
    }

    private static void assertFull(HeartflowProcessor processor, InboundMessage message, String queue) {
        Outcome outcome = Outcomes.of(processor.process(message));
        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(((Refused) outcome).reason()).isEqualTo(ViolationReason.OVERLOADED);
        assertThat(((Refused) outcome).message()).contains("The queue of the " + queue + " is full");
    }

    @Test
    void theOldestMessageGivesWayAndIsReported() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(
                settings -> settings.replyGenerator(gate).maxWaitingPerStream(2).overflow(Overflow.DROP_OLDEST))) {
            HeartflowProcessor acme = bot.support("acme");
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                outcomes.add(acme.process(message("acme", "g", "" + i)).toCompletableFuture());
                gate.awaitAsked(1);
            }

            assertThat(((Refused) Outcomes.of(outcomes.get(1))).reason()).isEqualTo(ViolationReason.OVERLOADED);
            assertThat(bot.events.refusals()).containsExactly(ViolationReason.OVERLOADED);
            List.of("0", "2", "3").forEach(gate::release);
            assertThat(Outcomes.of(outcomes.get(3))).isInstanceOf(Replied.class);
            assertThat(gate.asked()).containsExactly("0", "2", "3");
        }
    }

    @Test
    void aChatStreamWhoseMessageGaveWayIsIdle() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(gate)
                .maxUnderWay(1)
                .maxWaitingPerTenant(1)
                .overflow(Overflow.DROP_OLDEST)
                .idleTime(Duration.ofMinutes(1)))) {
            HeartflowProcessor acme = bot.support("acme");
            acme.process(message("acme", "g0", "0"));
            gate.awaitAsked(1);
            var dropped = acme.process(message("acme", "g1", "1"));
            var last = acme.process(message("acme", "g2", "2"));
            assertThat(Outcomes.of(dropped)).isInstanceOf(Refused.class);
            assertThat(acme.counts().pending()).isEqualTo(2);
            assertThat(bot.heartflow.stats().streams()).isEqualTo(3);

            bot.time.pass(Duration.ofMinutes(1));
            assertThat(bot.heartflow.stats().streams()).isEqualTo(2);
            List.of("0", "2").forEach(gate::release);
            Outcomes.of(last);
            assertThat(acme.counts().pending()).isZero();
        }
    }

    @Test
    void aThreadThatIsInterruptedDoesNotWaitForRoom() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(
                settings -> settings.replyGenerator(gate).maxWaitingPerStream(1).overflow(Overflow.WAIT))) {
            HeartflowProcessor acme = bot.support("acme");
            acme.process(message("acme", "g", "0"));
            gate.awaitAsked(1);
            acme.process(message("acme", "g", "1"));

            Thread.currentThread().interrupt();
            CompletableFuture<Outcome> refused =
                    acme.process(message("acme", "g", "2")).toCompletableFuture();
            assertThat(Thread.interrupted()).isTrue();

            assertThat(((Refused) Outcomes.of(refused)).reason()).isEqualTo(ViolationReason.OVERLOADED);
            assertThat(((Refused) Outcomes.of(refused)).message()).contains("interrupted does not wait for room");
            List.of("0", "1").forEach(gate::release);
        }
    }

    @Test
    void aThreadWaitsForRoom() throws Exception {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(
                settings -> settings.replyGenerator(gate).maxWaitingPerStream(1).overflow(Overflow.WAIT))) {
            HeartflowProcessor acme = bot.support("acme");
            acme.process(message("acme", "g", "0"));
            gate.awaitAsked(1);
            acme.process(message("acme", "g", "1"));
            CompletableFuture<Outcome> waited = new CompletableFuture<>();
            Thread thread =
                    new Thread(() -> acme.process(message("acme", "g", "2")).thenAccept(waited::complete));
            thread.start();
            Awaiting.until(() -> thread.getState() == Thread.State.TIMED_WAITING);

            List.of("0", "1", "2").forEach(gate::release);
            assertThat(Outcomes.of(waited)).isInstanceOf(Replied.class);
            thread.join(TimeUnit.MINUTES.toMillis(1));
            assertThat(bot.events.refusals()).isEmpty();
        }
    }

    @Test
    void anExecutorThatTakesNoWorkFailsMessages() {
        ExecutorService ended = Executors.newSingleThreadExecutor();
        ended.shutdown();
        try (OpenBot bot = OpenBot.with(settings -> settings.executor(ended))) {
            Outcome outcome = Outcomes.of(bot.support("acme").process(message("acme", "g", "1")));

            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(((Outcome.Failed) outcome).cause()).isInstanceOf(RejectedExecutionException.class);
            assertThat(bot.heartflow.stats().waiting()).isZero();
        }
    }

    @Test
    void chatStreamsThatAreIdleOrTooManyAreForgotten() {
        try (OpenBot bot = OpenBot.with(settings -> settings.maxStreams(2).idleTime(Duration.ofMinutes(1)))) {
            for (int i = 0; i < 5; i++) {
                Outcomes.of(bot.support("acme").process(message("acme", "g" + i, "1")));
            }
            Awaiting.until(() -> bot.heartflow.stats().underWay() == 0);
            bot.time.pass(Duration.ofMillis(100));
            assertThat(bot.heartflow.stats().streams()).isEqualTo(2);

            bot.time.pass(Duration.ofMinutes(1));
            assertThat(bot.heartflow.stats().streams()).isZero();
        }
    }

    @Test
    void aTenantIsCleanedUpAndNobodyElse() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(gate))) {
            HeartflowProcessor acme = bot.support("acme");
            var running = acme.process(message("acme", "g", "1"));
            var waiting = acme.process(message("acme", "g", "2"));
            List<CompletableFuture<Outcome>> others = new ArrayList<>();
            for (String similar : List.of("Acme", "acme ", "acme/x", "acm", "acme%")) {
                others.add(bot.support(similar)
                        .process(message(similar, "g", similar))
                        .toCompletableFuture());
            }
            gate.awaitAsked(6);

            CleanupReport report = bot.heartflow.cleanupTenant("acme");

            assertThat(report.agents()).isEqualTo(1);
            assertThat(report.left().waiting())
                    .containsExactly(new DrainReport.Left(IsolationContext.of("acme", "support", "qq", "g"), "2"));
            assertThat(report.left().interrupted())
                    .containsExactly(new DrainReport.Left(IsolationContext.of("acme", "support", "qq", "g"), "1"));
            assertThat(((Refused) Outcomes.of(waiting)).reason()).isEqualTo(ViolationReason.CLOSED);
            assertThat(Outcomes.of(running)).isInstanceOf(Outcome.Failed.class);
            assertThat(((Refused) Outcomes.of(acme.process(message("acme", "g", "3")))).reason())
                    .isEqualTo(ViolationReason.CLOSED);
            TenantInfo done = bot.heartflow.tenant("acme").orElseThrow();
            assertThat(done.counts().received()).isEqualTo(3);
            assertThat(done.counts().pending()).isZero();
            assertThat(done.waiting()).isZero();
            assertThat(bot.heartflow.tenant("Acme").orElseThrow().underWay()).isEqualTo(1);
            for (String similar : List.of("Acme", "acme ", "acme/x", "acm", "acme%")) {
                gate.release(similar);
            }
            others.forEach(other -> assertThat(Outcomes.of(other)).isInstanceOf(Replied.class));
            var anew = bot.support("acme").process(message("acme", "g", "4"));
            gate.release("4");
            assertThat(Outcomes.of(anew)).isInstanceOf(Replied.class);
        }
    }

    @Test
    void closingWaitsForWhatWasAccepted() throws Exception {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(gate))) {
            HeartflowProcessor acme = bot.support("acme");
            var first = acme.process(message("acme", "g", "1"));
            gate.awaitAsked(1);
            CompletableFuture<DrainReport> report = new CompletableFuture<>();
            Thread closing = new Thread(() -> report.complete(bot.heartflow.close(Duration.ofMinutes(1))));
            closing.start();
            Awaiting.until(() -> closing.getState() == Thread.State.TIMED_WAITING);
            assertThat(((Refused) Outcomes.of(acme.process(message("acme", "g", "2")))).reason())
                    .isEqualTo(ViolationReason.CLOSED);

            gate.release("1");
            assertThat(Outcomes.of(report).isComplete()).isTrue();
            assertThat(Outcomes.of(first)).isInstanceOf(Replied.class);
            closing.join(TimeUnit.MINUTES.toMillis(1));
        }
    }

    @Test
    void closingReportsWhatItLeaves() {
        GatedReplies gate = new GatedReplies();
        try (OpenBot bot = OpenBot.with(settings -> settings.replyGenerator(gate))) {
            var running = bot.support("acme").process(message("acme", "g", "1"));
            var waiting = bot.support("acme").process(message("acme", "g", "2"));
            gate.awaitAsked(1);

            DrainReport report = bot.heartflow.close(Duration.ZERO);

            assertThat(report.interrupted())
                    .extracting(DrainReport.Left::messageId)
                    .containsExactly("1");
            assertThat(report.waiting()).extracting(DrainReport.Left::messageId).containsExactly("2");
            assertThat(report.kept()).isFalse();
            assertThat(running.toCompletableFuture()).isCompleted();
            assertThat(waiting.toCompletableFuture()).isCompleted();
            assertThat(bot.heartflow.health().problems())
                    .extracting(HeartflowHealth.Problem::kind)
                    .containsExactly(HeartflowHealth.Kind.CLOSED);
            assertThatExceptionOfType(IsolationViolationException.class)
                    .isThrownBy(() -> bot.support("acme"))
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(ViolationReason.CLOSED));
        }
    }

    /** Order and exclusivity of many streams, from many threads at once, with replies that come at once or later. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void everyStreamIsInOrderAndOnOneThreadAtATime(int workers) throws Exception {
        int streams = Integer.getInteger("isolation.heartflow.streams", 1_000);
        int messages = Integer.getInteger("isolation.heartflow.messages", 100_000);
        Map<IsolationContext, AtomicInteger> next = new ConcurrentHashMap<>();
        Map<IsolationContext, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(messages);
        ReplyGenerator checking = request -> {
            IsolationContext stream = request.turn().stream();
            AtomicInteger entered = inside.computeIfAbsent(stream, any -> new AtomicInteger());
            if (entered.getAndIncrement() != 0
                    || next.computeIfAbsent(stream, any -> new AtomicInteger()).getAndIncrement()
                            != Integer.parseInt(request.message().messageId())) {
                wrong.incrementAndGet();
            }
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            Runnable leave = () -> {
                entered.decrementAndGet();
                reply.complete(Reply.nothing());
            };
            if (stream.hashCode() % 16 == 0) {
                ForkJoinPool.commonPool().execute(leave);
            } else {
                leave.run();
            }
            return reply;
        };
        try (OpenBot bot = OpenBot.with(
                settings -> settings.replyGenerator(checking).workers(workers).overflow(Overflow.WAIT))) {
            int perStream = messages / streams;
            List<Thread> senders = new ArrayList<>();
            for (int sender = 0; sender < 4; sender++) {
                int own = sender;
                senders.add(new Thread(() -> {
                    for (int message = 0; message < perStream; message++) {
                        for (int stream = own; stream < streams; stream += 4) {
                            String tenant = stream % 3 == 0 ? "acme" : "globex";
                            bot.support(tenant)
                                    .process(message(tenant, "g" + stream, "" + message))
                                    .thenRun(done::countDown);
                        }
                    }
                }));
            }
            senders.forEach(Thread::start);
            assertThat(done.await(10, TimeUnit.MINUTES)).isTrue();
            assertThat(wrong).hasValue(0);
            assertThat(next).hasSize(streams);
            assertThat(next.values()).allSatisfy(count -> assertThat(count).hasValue(perStream));
            assertThat(bot.heartflow.stats().counts().ignored()).isEqualTo(messages);
        }
    }
}
