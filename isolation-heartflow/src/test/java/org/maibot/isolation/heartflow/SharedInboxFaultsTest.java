package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.heartflow.Outcome.Filtered;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.heartflow.Outcome.Refused;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;

/** What becomes of messages when one of two heartflows that share an inbox forgets, lets go or is late. */
class SharedInboxFaultsTest {
    private static InboundMessage message(String group, String id) {
        return Bot.message("acme", group, id).build();
    }

    private static Isolation open(FreshDatabase database) {
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
                .memoriesSize(0)
                .leaseTime(Duration.ofMinutes(10));
    }

    @Test
    void aStreamThatIsForgottenWhileAnotherProcessEntersAMessageStaysInOrder() throws SQLException {
        ManualTime time = new ManualTime();
        GatedReplies gate = new GatedReplies();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = open(database);
                Heartflow one = flow(isolation, gate)
                        .time(time)
                        .idleTime(Duration.ofMillis(50))
                        .build();
                Heartflow two = flow(isolation, Bot.echo()).build()) {
            HeartflowProcessor first = one.createHeartflowProcessor("acme", "support");
            HeartflowProcessor second = two.createHeartflowProcessor("acme", "support");
            var done = first.process(message("g", "m0"));
            gate.release("m0");
            Outcomes.of(done);
            Awaiting.until(() -> one.stats().underWay() == 0);
            Submission elsewhere = second.submit(message("g", "m1"));
            assertThat(Outcomes.of(elsewhere.accepted())).isTrue();

            time.pass(Duration.ofMillis(100)); // forgets the stream, before it is looked for what others entered
            Submission here = first.submit(message("g", "m2"));
            assertThat(Outcomes.of(here.accepted())).isTrue();
            gate.release("m1");
            gate.release("m2");
            Outcomes.of(here.outcome());
            List<String> asked = List.copyOf(gate.asked());
            one.close(Duration.ZERO);
            two.close(Duration.ZERO);
            assertThat(asked).containsExactly("m0", "m1", "m2");
        }
    }

    @Test
    void aTenantThatIsCleanedUpIsNotServedAgainForWhatOthersEnter() throws SQLException {
        ManualTime time = new ManualTime();
        GatedReplies gate = new GatedReplies();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = open(database);
                Heartflow one = flow(isolation, gate).time(time).build();
                Heartflow two = flow(isolation, Bot.echo()).build()) {
            HeartflowProcessor first = one.createHeartflowProcessor("acme", "support");
            HeartflowProcessor second = two.createHeartflowProcessor("acme", "support");
            var done = first.process(message("g", "m0"));
            gate.release("m0");
            Outcomes.of(done);
            Awaiting.until(() -> one.stats().underWay() == 0);
            assertThat(Outcomes.of(second.submit(message("g", "m1")).accepted()))
                    .isTrue();

            one.cleanupTenant("acme");
            HeartflowProcessor globex = one.createHeartflowProcessor("globex", "support");
            time.pass(Duration.ofMillis(200)); // it looks what others have entered
            for (int i = 0; i < 2; i++) {
                assertThat(Outcomes.of(globex.submit(
                                        Bot.message("globex", "g", "s" + i).build())
                                .accepted()))
                        .isTrue();
            }
            one.close(Duration.ZERO);
            two.close(Duration.ZERO);
            assertThat(gate.asked()).startsWith("m0").doesNotContain("m1");
        }
    }

    @Test
    void messagesForAStreamOfAnotherProcessAreBoundedToo() throws SQLException {
        GatedReplies gate = new GatedReplies();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = open(database);
                Heartflow one = flow(isolation, gate).maxWaitingPerStream(2).build();
                Heartflow two =
                        flow(isolation, Bot.echo()).maxWaitingPerStream(2).build()) {
            HeartflowProcessor first = one.createHeartflowProcessor("acme", "support");
            HeartflowProcessor second = two.createHeartflowProcessor("acme", "support");
            first.process(message("g", "m"));
            gate.awaitAsked(1);
            List<Submission> flood = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Submission next = second.submit(message("g", "f" + i));
                Outcomes.of(next.accepted());
                flood.add(next);
            }
            long refused = flood.stream()
                    .filter(next -> next.outcome().toCompletableFuture().isDone())
                    .filter(next -> Outcomes.of(next.outcome()) instanceof Refused)
                    .count();
            one.close(Duration.ZERO);
            two.close(Duration.ZERO);
            assertThat(refused).isPositive();
        }
    }

    @Test
    void theOutcomeOfAMessageThatIsStillHandledHereTooIsNotLost() throws SQLException {
        ManualTime time = new ManualTime();
        GatedReplies slow = new GatedReplies();
        GatedReplies holder = new GatedReplies();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = open(database);
                Heartflow one = flow(isolation, slow).time(time).build();
                Heartflow two = flow(isolation, holder)
                        .leaseTime(Duration.ofMillis(300))
                        .build()) {
            HeartflowProcessor first = one.createHeartflowProcessor("acme", "support");
            HeartflowProcessor second = two.createHeartflowProcessor("acme", "support");
            second.process(message("theirs", "t0"));
            holder.awaitAsked(1);
            Submission parked = first.submit(message("theirs", "t1"));
            assertThat(Outcomes.of(parked.accepted())).isTrue();
            Submission running = first.submit(message("g", "m"));
            slow.awaitAsked(1);
            // nothing is heard of the first process for too long
            isolation
                    .system("test")
                    .dsl()
                    .execute("update heartflow_nodes set expires_at = 0"
                            + " where node_id = (select lease_node from chat_streams where chat_stream_id = 'g')");
            Awaiting.until(() -> holder.asked().contains("m"));
            holder.release("m");
            Awaiting.until(() -> isolation.system("test").dsl().fetchCount(DSL.table("heartflow_outcomes")) == 1);
            time.pass(Duration.ofMillis(200)); // it looks what others have done, before its next sign of life
            Awaiting.until(() -> isolation.system("test").dsl().fetchCount(DSL.table("heartflow_outcomes")) == 0);
            slow.release("m");
            Awaiting.until(() -> {
                time.pass(Duration.ofSeconds(10));
                return running.outcome().toCompletableFuture().isDone();
            });
            holder.release("t0");
            one.close(Duration.ZERO);
            two.close(Duration.ZERO);
        }
    }

    @Test
    void aMessageThatIsSentAgainWhileTheWordOfItsEndIsOnItsWayHasItsOwnOutcome() throws SQLException {
        ManualTime time = new ManualTime();
        GatedReplies gate = new GatedReplies();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = open(database);
                Heartflow one = flow(isolation, Bot.echo()).time(time).build();
                Heartflow two = flow(isolation, gate)
                        .wordFilter(WordFilter.words("hello m1"))
                        .build()) {
            HeartflowProcessor first = one.createHeartflowProcessor("acme", "support");
            HeartflowProcessor second = two.createHeartflowProcessor("acme", "support");
            var done = second.process(message("g", "m0"));
            gate.release("m0");
            Outcomes.of(done);
            List<Submission> submissions = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                Submission again = first.submit(message("g", "m1"));
                assertThat(Outcomes.of(again.accepted())).isTrue();
                submissions.add(again);
                int words = i;
                Awaiting.until(
                        () -> isolation.system("test").dsl().fetchCount(DSL.table("heartflow_outcomes")) == words);
            }
            Awaiting.until(() -> {
                time.pass(Duration.ofMillis(200));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                return submissions.get(1).outcome().toCompletableFuture().isDone();
            });
            assertThat(Outcomes.of(submissions.get(0).outcome())).isInstanceOf(Filtered.class);
            assertThat(Outcomes.of(submissions.get(1).outcome())).isInstanceOf(Filtered.class);
            assertThat(one.stats().waiting()).isZero();
        }
    }

    /** Another process, of which only the database knows, takes all chat streams. */
    private static void takeAll(Isolation isolation) {
        DSLContext all = isolation.system("another process").dsl();
        all.execute("insert into heartflow_nodes (node_id, host, pid, started_at, expires_at)"
                + " values (77, 'elsewhere', 1, 1, 9000000000000000)");
        all.execute("update chat_streams set lease_node = 77");
        all.execute("update heartflow_inbox set held_by = 77");
    }

    /** That process is gone. */
    private static void leave(Isolation isolation) {
        isolation.system("another process").dsl().execute("delete from heartflow_nodes where node_id = 77");
    }

    @Test
    void aMessageThatIsCancelledWhileItsStreamIsLostTakesOnePlace() throws SQLException {
        GatedReplies gate = new GatedReplies();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = open(database);
                Heartflow heartflow = flow(isolation, gate).build()) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            support.process(message("g", "m0"));
            Submission waiting = support.submit(message("g", "m1"));
            assertThat(Outcomes.of(waiting.accepted())).isTrue();
            gate.awaitAsked(1);
            takeAll(isolation);
            waiting.cancel();
            Outcomes.of(support.submit(message("g", "m2")).accepted()); // the inbox has gone on since
            heartflow.cleanupTenant("acme");
            assertThat(heartflow.stats().waiting()).isZero();
        }
    }

    @Test
    void theNextMessageHasNoTurnBeforeOneThatCouldNotBeStoredSinceItsStreamWasLost() throws SQLException {
        GatedReplies gate = new GatedReplies();
        ManualTime time = new ManualTime();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = open(database);
                Heartflow heartflow = flow(isolation, gate)
                        .time(time)
                        .leaseTime(Duration.ofMinutes(1))
                        .executor(Runnable::run) // what may have its turn has it at once
                        .build()) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            for (int i = 0; i < 2; i++) {
                assertThat(Outcomes.of(support.submit(message("g", "m" + i)).accepted()))
                        .isTrue();
            }
            gate.awaitAsked(1);
            takeAll(isolation);
            gate.release("m0");
            Awaiting.until(() -> heartflow.stats().underWay() == 0);
            leave(isolation);
            Awaiting.until(() -> {
                time.pass(Duration.ofSeconds(20));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // or its thread has work for long
                return gate.asked().size() > 1;
            });
            assertThat(gate.asked()).startsWith("m0", "m0");
            heartflow.close(Duration.ZERO);
        }
    }

    @Test
    void aMessageOfACleanedUpTenantThatCouldNotBeStoredIsTheFirstOfItsStreamAgain() throws SQLException {
        GatedReplies gate = new GatedReplies();
        ManualTime time = new ManualTime();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation steady = open(database)) {
            UnsteadyDatabase unsteady =
                    new UnsteadyDatabase(() -> database.dataSource().getConnection());
            try (Isolation isolation = Isolation.builder()
                            .dataSource(unsteady.dataSource())
                            .observer(event -> {})
                            .open();
                    Heartflow heartflow = flow(isolation, gate)
                            .time(time)
                            .executor(Runnable::run) // what may have its turn has it at once
                            .build()) {
                HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
                List<Submission> submissions = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    submissions.add(support.submit(message("g", "m" + i)));
                    assertThat(Outcomes.of(submissions.get(i).accepted())).isTrue();
                }
                gate.awaitAsked(1);
                takeAll(steady);
                unsteady.away(true);
                gate.release("m0");
                Awaiting.until(() -> !heartflow.health().isHealthy());
                heartflow.cleanupTenant("acme");
                unsteady.away(false);
                time.pass(Duration.ofSeconds(4)); // it is tried again to store it
                assertThat(Outcomes.of(submissions.get(0).outcome())).isInstanceOf(Postponed.class);
                leave(steady);
                heartflow.createHeartflowProcessor("acme", "support");
                Awaiting.until(() -> gate.asked().size() > 1);
                assertThat(gate.asked()).startsWith("m0", "m0");
                heartflow.close(Duration.ZERO);
            }
        }
    }

    @Test
    void whatAnotherProcessHasDoneIsSeenSoonAfterALookThatTookLong() throws Exception {
        ManualTime time = new ManualTime();
        GatedReplies gate = new GatedReplies();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation steady = open(database)) {
            UnsteadyDatabase unsteady =
                    new UnsteadyDatabase(() -> database.dataSource().getConnection());
            try (Isolation isolation = Isolation.builder()
                            .dataSource(unsteady.dataSource())
                            .observer(event -> {})
                            .open();
                    Heartflow one = flow(isolation, Bot.echo()).time(time).build();
                    Heartflow two = flow(steady, gate).build()) {
                two.createHeartflowProcessor("acme", "support").process(message("g", "m0"));
                gate.awaitAsked(1);
                Submission parked =
                        one.createHeartflowProcessor("acme", "support").submit(message("g", "m1"));
                assertThat(Outcomes.of(parked.accepted())).isTrue();
                unsteady.holdUp();
                time.pass(Duration.ofMillis(200));
                unsteady.awaitHeldUp();
                time.pass(Duration.ofSeconds(30));
                unsteady.letGo();
                gate.release("m0");
                gate.release("m1");
                Awaiting.until(() -> steady.system("test").dsl().fetchCount(DSL.table("heartflow_outcomes")) == 1);
                long began = time.nanos();
                Awaiting.until(() -> {
                    time.pass(Duration.ofMillis(200));
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                    return parked.outcome().toCompletableFuture().isDone();
                });
                assertThat(Duration.ofNanos(time.nanos() - began)).isLessThan(Duration.ofMinutes(1));
            }
        }
    }

    @Test
    void aFullQueueOfAStreamOfAnotherProcessIsToldToo() throws SQLException {
        GatedReplies gate = new GatedReplies();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = open(database);
                Heartflow one = flow(isolation, gate).build();
                Heartflow two =
                        flow(isolation, Bot.echo()).maxWaitingPerStream(2).build()) {
            HeartflowProcessor first = one.createHeartflowProcessor("acme", "support");
            HeartflowProcessor second = two.createHeartflowProcessor("acme", "support");
            first.process(message("g", "m"));
            gate.awaitAsked(1);
            for (int i = 0; i < 2; i++) {
                assertThat(Outcomes.of(second.submit(message("g", "f" + i)).accepted()))
                        .isTrue();
            }
            HeartflowHealth full = two.health();
            one.close(Duration.ZERO);
            two.close(Duration.ZERO);
            assertThat(full.problems())
                    .extracting(HeartflowHealth.Problem::kind)
                    .containsExactly(HeartflowHealth.Kind.FULL_QUEUE);
            assertThat(two.health().problems())
                    .extracting(HeartflowHealth.Problem::kind)
                    .containsExactly(HeartflowHealth.Kind.CLOSED);
        }
    }
}
