package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.heartflow.UnsteadyDatabase.Commits;
import org.maibot.isolation.jdbc.Isolation;

/** What becomes of messages when the inbox, the database or the host fails, in one process. */
class InboxFaultsTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "support", "qq", "g");

    @TempDir
    Path directory;

    private UnsteadyDatabase database() {
        return UnsteadyDatabase.sqlite(directory.resolve("bot.db"));
    }

    private static Isolation open(UnsteadyDatabase database) {
        return Isolation.builder()
                .dataSource(database.dataSource())
                .observer(event -> {})
                .open();
    }

    private static HeartflowBuilder flow(Isolation isolation, ReplyGenerator generator) {
        return Heartflow.on(isolation)
                .replyGenerator(generator)
                .sender(Bot.nowhere())
                .historySize(0)
                .memoriesSize(0);
    }

    private static InboundMessage message(String id) {
        return Bot.message("acme", "g", id).build();
    }

    private static int kept(Isolation isolation) {
        return isolation.dsl(STREAM).fetchCount(DSL.table("heartflow_inbox"));
    }

    /** A generator that blocks, and heeds an interrupt. */
    private static ReplyGenerator blocking(CountDownLatch started) {
        return request -> {
            started.countDown();
            new CountDownLatch(1).await();
            return Bot.echo().generate(request);
        };
    }

    @Test
    void aMessageWhoseGeneratorBlocksIsKeptWhenTheHeartflowCloses() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        try (Isolation isolation = open(database());
                Heartflow heartflow = flow(isolation, blocking(started)).build()) {
            CompletionStage<Outcome> done =
                    heartflow.createHeartflowProcessor("acme", "support").process(message("m"));
            started.await();
            heartflow.close(Duration.ZERO);
            assertThat(Outcomes.of(done)).isInstanceOf(Postponed.class);
            assertThat(kept(isolation)).isEqualTo(1);
        }
    }

    @Test
    void aMessageWhoseGeneratorBlocksIsKeptWhenItsTenantIsCleanedUp() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        try (Isolation isolation = open(database());
                Heartflow heartflow = flow(isolation, blocking(started)).build()) {
            CompletionStage<Outcome> done =
                    heartflow.createHeartflowProcessor("acme", "support").process(message("m"));
            started.await();
            heartflow.cleanupTenant("acme");
            assertThat(Outcomes.of(done)).isInstanceOf(Postponed.class);
            assertThat(kept(isolation)).isEqualTo(1);
        }
    }

    @Test
    void aMessageThatIsKeptWaitsForAnExecutorThatTakesNoWork() {
        AtomicBoolean full = new AtomicBoolean(true);
        ManualTime time = new ManualTime();
        try (Isolation isolation = open(database());
                Heartflow heartflow = flow(isolation, Bot.echo())
                        .time(time)
                        .executor(task -> {
                            if (full.get()) {
                                throw new RejectedExecutionException("full");
                            }
                            new Thread(task).start();
                        })
                        .build()) {
            Submission kept =
                    heartflow.createHeartflowProcessor("acme", "support").submit(message("m"));
            assertThat(Outcomes.of(kept.accepted())).isTrue();
            full.set(false);
            Awaiting.until(() -> heartflow.stats().waiting() == 1);
            time.pass(Duration.ofMillis(100));
            assertThat(Outcomes.of(kept.outcome())).isInstanceOf(Replied.class);
            assertThat(kept(isolation)).isZero();
        }
    }

    @Test
    void aMessageWhoseStoringIsTriedAgainHasItsOutcomeWhenTheHeartflowIsClosed() {
        UnsteadyDatabase database = database();
        GatedReplies gate = new GatedReplies();
        try (Isolation isolation = open(database);
                Heartflow heartflow =
                        flow(isolation, gate).time(new ManualTime()).build()) {
            CompletionStage<Outcome> done =
                    heartflow.createHeartflowProcessor("acme", "support").process(message("m"));
            gate.awaitAsked(1);
            database.away(true);
            gate.release("m");
            Awaiting.until(() -> !heartflow.health().isHealthy());
            database.away(false);
            heartflow.close(Duration.ZERO);
            Outcomes.of(done);
        }
    }

    @Test
    void everyMessageHasItsOutcomeWhenAnInterruptedThreadCloses() throws Exception {
        UnsteadyDatabase database = database();
        GatedReplies gate = new GatedReplies();
        try (Isolation isolation = open(database)) {
            Heartflow heartflow = flow(isolation, gate).executor(Runnable::run).build();
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            CompletionStage<Outcome> done = support.process(message("m"));
            gate.awaitAsked(1);
            database.holdUp();
            support.process(Bot.message("acme", "other", "n").build());
            database.awaitHeldUp();
            gate.release("m"); // what it leaves waits for the database now
            Thread closer = new Thread(() -> {
                Thread.currentThread().interrupt();
                heartflow.close(Duration.ZERO);
            });
            closer.start();
            Awaiting.until(() -> closer.getState() == Thread.State.WAITING);
            database.letGo();
            closer.join();
            Outcomes.of(done);
        }
    }

    @Test
    void aMessageWhoseAcceptanceGotNoAnswerIsHandledWhenItIsSentAgain() {
        UnsteadyDatabase database = database();
        GatedReplies gate = new GatedReplies();
        try (Isolation isolation = open(database);
                Heartflow heartflow =
                        flow(isolation, gate).time(new ManualTime()).build()) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            CompletionStage<Outcome> first = support.process(message("m0"));
            gate.awaitAsked(1);
            database.commits(Commits.DONE_WITHOUT_ANSWER);
            assertThat(((Failed) Outcomes.of(support.process(message("m1")))).step())
                    .isEqualTo(Step.INBOX);
            database.commits(Commits.DONE);
            assertThat(Outcomes.of(support.process(message("m1")))).isInstanceOf(Ignored.class);
            gate.release("m0");
            Outcomes.of(first);

            gate.awaitAsked(2);
            gate.release("m1");
            Awaiting.until(() -> kept(isolation) == 0);
            assertThat(gate.asked()).containsExactly("m0", "m1");
        }
    }

    @Test
    void aLeaseThatNobodyCouldKeepIsNotTaken() {
        try (Isolation isolation = open(database())) {
            HeartflowBuilder settings = flow(isolation, Bot.echo());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings.leaseTime(Duration.ofNanos(2)))
                    .withMessageContaining("give PT0.1S or more");
        }
    }

    @Test
    void aFailureWithHalfACharacterInItsTextIsStored() {
        try (Isolation isolation = open(database());
                Heartflow heartflow = flow(isolation, request -> {
                            throw new IOException("The model's answer is cut off: hello \uD83D");
                        })
                        .build()) {
            Outcome outcome = Outcomes.of(
                    heartflow.createHeartflowProcessor("acme", "support").process(message("m")));
            assertThat(((Failed) outcome).step()).isEqualTo(Step.GENERATE);
            assertThat(kept(isolation)).isZero();
        }
    }

    @Test
    void aMessageThatCannotBeReadIsNotCountedAsReceived() {
        GatedReplies gate = new GatedReplies();
        UnsteadyDatabase database = database();
        try (Isolation isolation = open(database)) {
            try (Heartflow heartflow = flow(isolation, gate).build()) {
                heartflow.createHeartflowProcessor("acme", "support").process(message("m"));
                gate.awaitAsked(1);
                heartflow.close(Duration.ZERO);
            }
            isolation.system("test").dsl().execute("update heartflow_inbox set payload = '{\"text\":\"x\"}'");
            try (Heartflow heartflow = flow(isolation, Bot.echo()).build()) {
                HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
                for (int i = 0; i < 5; i++) {
                    Outcomes.of(support.process(
                            Bot.message("acme", "other", "n" + i).build()));
                }
                Awaiting.until(() -> heartflow.stats().underWay() == 0);
                assertThat(heartflow.stats().waiting()).isZero();
                OutcomeCounts counts = heartflow.stats().counts();
                assertThat(counts.received()).isEqualTo(counts.replied());
            }
        }
    }

    @Test
    void whatFollowsAnOutcomeIsToCloseTheHeartflowOnAnotherThread() {
        GatedReplies gate = new GatedReplies();
        try (Isolation isolation = open(database());
                Heartflow heartflow = flow(isolation, gate).build()) {
            CompletionStage<Outcome> done =
                    heartflow.createHeartflowProcessor("acme", "support").process(message("m"));
            CompletionStage<Void> here = done.thenRun(() -> heartflow.close(Duration.ZERO));
            CompletionStage<Void> elsewhere = done.thenRunAsync(() -> heartflow.close(Duration.ZERO));
            gate.release("m");
            assertThat(here.toCompletableFuture())
                    .failsWithin(Duration.ofMinutes(1))
                    .withThrowableThat()
                    .withMessageContaining("close it on another thread");
            assertThat(elsewhere.toCompletableFuture()).succeedsWithin(Duration.ofMinutes(1));
        }
    }

    @Test
    void aTenantThatIsServedAgainGoesOnWithItsMessagesThoughTheDatabaseWasOutOfReach() {
        UnsteadyDatabase database = database();
        GatedReplies gate = new GatedReplies();
        ManualTime time = new ManualTime();
        try (Isolation isolation = open(database);
                Heartflow heartflow = flow(isolation, gate).time(time).build()) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            for (int i = 0; i < 3; i++) {
                assertThat(Outcomes.of(support.submit(message("m" + i)).accepted()))
                        .isTrue();
            }
            gate.awaitAsked(1);
            database.away(true);
            heartflow.cleanupTenant("acme");
            Awaiting.until(() -> !heartflow.health().isHealthy());
            database.away(false);
            HeartflowProcessor again = heartflow.createHeartflowProcessor("acme", "support");
            Submission last = again.submit(message("m3"));
            assertThat(Outcomes.of(last.accepted())).isTrue();
            for (int i = 0; i < 4; i++) {
                int asked = i + 2;
                Awaiting.until(() -> {
                    time.pass(Duration.ofSeconds(10));
                    return gate.asked().size() == asked;
                });
                gate.release("m" + i);
            }
            assertThat(Outcomes.of(last.outcome())).isInstanceOf(Replied.class);
            assertThat(gate.asked()).containsExactly("m0", "m0", "m1", "m2", "m3");
        }
    }

    @Test
    void aNewMessageDoesNotOvertakeThoseThatACleanedUpTenantLeft() throws Exception {
        UnsteadyDatabase database = database();
        GatedReplies gate = new GatedReplies();
        try (Isolation isolation = open(database);
                Heartflow heartflow = flow(isolation, gate).maxUnderWay(1).build()) {
            HeartflowProcessor globex = heartflow.createHeartflowProcessor("globex", "support");
            HeartflowProcessor acme = heartflow.createHeartflowProcessor("acme", "support");
            globex.process(Bot.message("globex", "g", "x").build());
            gate.awaitAsked(1);
            for (int i = 0; i < 2; i++) {
                assertThat(Outcomes.of(acme.submit(message("m" + i)).accepted()))
                        .isTrue();
            }
            database.holdUp();
            globex.process(Bot.message("globex", "h", "y").build());
            database.awaitHeldUp();
            heartflow.cleanupTenant("acme");
            heartflow.createHeartflowProcessor("acme", "support").process(message("m2"));
            database.letGo();
            gate.release("x");
            gate.release("y");
            gate.awaitAsked(3);
            String first = gate.asked().get(2);
            heartflow.close(Duration.ZERO);
            assertThat(first).isEqualTo("m0");
        }
    }

    @Test
    void anOutcomeThatCannotBeReadDoesNotTakeOthersWithIt() {
        ManualTime time = new ManualTime();
        try (Isolation isolation = open(database());
                Heartflow heartflow = flow(isolation, Bot.echo()).time(time).build()) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            Outcomes.of(support.process(Bot.message("acme", "a", "m0").build()));
            Outcomes.of(support.process(Bot.message("acme", "b", "m0").build()));
            DSLContext all =
                    isolation.system("another process, of a newer version").dsl();
            all.execute("insert into heartflow_nodes (node_id, host, pid, started_at, expires_at)"
                    + " values (77, 'elsewhere', 1, 1, 9000000000000000)");
            all.execute("update chat_streams set lease_node = 77");
            Submission ofNewKind = support.submit(Bot.message("acme", "a", "m1").build());
            Submission usual = support.submit(Bot.message("acme", "b", "m1").build());
            assertThat(Outcomes.of(ofNewKind.accepted())).isTrue();
            assertThat(Outcomes.of(usual.accepted())).isTrue();
            all.execute("insert into heartflow_outcomes select tenant_id, agent_id, platform, chat_stream_id, position,"
                    + " message_id, accepted_by, case chat_stream_id"
                    + " when 'a' then '{\"kind\":\"REFUSED\",\"code\":\"REASON_OF_TOMORROW\",\"text\":\"no\"}'"
                    + " else '{\"kind\":\"FILTERED\",\"code\":\"spam\"}' end, 1 from heartflow_inbox");
            all.execute("delete from heartflow_inbox");
            Awaiting.until(() -> {
                time.pass(Duration.ofMillis(200));
                return usual.outcome().toCompletableFuture().isDone();
            });
            assertThat(((Failed) Outcomes.of(ofNewKind.outcome())).cause())
                    .isInstanceOf(RemoteFailureException.class)
                    .hasMessageContaining("REASON_OF_TOMORROW");
        }
    }
}
