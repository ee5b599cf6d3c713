package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.heartflow.UnsteadyDatabase.Commits;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.query.StoredMessage;

/** What was generated is stored once, and told as it is stored, though the database is away for a while or its answers get lost. */
class OutageTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "support", "qq", "g");

    /** Longer than any pause between attempts, shorter than the lease. */
    private static final Duration WHILE = Duration.ofSeconds(4);

    private final ManualTime time = new ManualTime();
    private final GatedReplies gate = new GatedReplies();

    private static Isolation open(DataSource dataSource) {
        return Isolation.builder().dataSource(dataSource).observer(event -> {}).open();
    }

    private HeartflowBuilder settings(Isolation isolation) {
        return Heartflow.on(isolation)
                .replyGenerator(gate)
                .sender(Bot.nowhere())
                .historySize(0)
                .memoriesSize(0)
                .time(time);
    }

    private Heartflow flow(Isolation isolation) {
        return settings(isolation).build();
    }

    private static InboundMessage message(String id) {
        return Bot.message("acme", "g", id)
                .time(Bot.NOON.minus(Duration.ofDays(900)))
                .build();
    }

    private static CompletableFuture<Outcome> process(Heartflow heartflow, String id) {
        return heartflow
                .createHeartflowProcessor("acme", "support")
                .process(message(id))
                .toCompletableFuture();
    }

    private static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Lets time pass while the inbox's thread does what is due. */
    private void pass() {
        time.pass(WHILE);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    /** Waits until what one message leaves could not be stored; it is tried again when time passes. */
    private static void awaitUnwritten(Heartflow heartflow) {
        Awaiting.until(() -> heartflow.health().problems().stream()
                .anyMatch(problem -> problem.message().contains("What 1 messages leave cannot be stored")));
    }

    /** Lets more attempts fail than any bound. */
    private void passLong(Heartflow heartflow) {
        awaitUnwritten(heartflow);
        for (int i = 0; i < 30; i++) {
            pass();
        }
    }

    private Outcome outcome(CompletableFuture<Outcome> ends) {
        Awaiting.until(() -> {
            pass();
            return ends.isDone();
        });
        return Outcomes.of(ends);
    }

    private static void assertStored(Isolation isolation, String... texts) {
        assertThat(isolation.queries(STREAM).messages().history(10).messages())
                .extracting(StoredMessage::text)
                .containsExactlyInAnyOrder(texts);
        assertThat(isolation.dsl(STREAM).fetchCount(DSL.table("heartflow_inbox")))
                .isZero();
    }

    @Test
    void aReplyOutlivesADatabaseThatIsAwayForLong() throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh()) {
            UnsteadyDatabase unsteady = new UnsteadyDatabase(() -> DriverManager.getConnection(database.url()));
            try (Isolation isolation = open(unsteady.dataSource());
                    Heartflow heartflow = flow(isolation)) {
                CompletableFuture<Outcome> first = process(heartflow, "m0");
                gate.awaitAsked(1);
                allowConnections(database, false);
                gate.release("m0");
                passLong(heartflow);
                assertThat(first).isNotDone();

                allowConnections(database, true);

                assertThat(outcome(first)).isInstanceOf(Replied.class);
                assertStored(isolation, "hello m0", "to m0");
                assertThat(gate.asked()).containsExactly("m0");
                assertThat(heartflow.health().isHealthy()).isTrue();
            }
        }
    }

    /** What stopping and starting the server is to its clients. */
    private static void allowConnections(FreshDatabase database, boolean allowed) throws SQLException {
        String name = database.url().replaceAll(".*/|\\?.*", "");
        try (Connection server = DriverManager.getConnection(database.url().replace("/" + name, "/postgres"));
                Statement statement = server.createStatement()) {
            statement.execute("alter database " + name + " with allow_connections " + allowed);
            if (!allowed) {
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplyOutlivesATableThatIsAwayForLong(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh();
                Isolation isolation = open(database.dataSource());
                Heartflow heartflow = flow(isolation)) {
            CompletableFuture<Outcome> first = process(heartflow, "m0");
            gate.awaitAsked(1);
            execute(database.dataSource(), "alter table messages rename to messages_away");
            gate.release("m0");
            passLong(heartflow);
            assertThat(first).isNotDone();

            execute(database.dataSource(), "alter table messages_away rename to messages");

            assertThat(outcome(first)).isInstanceOf(Replied.class);
            assertStored(isolation, "hello m0", "to m0");
            assertThat(gate.asked()).containsExactly("m0");
        }
    }

    @Test
    void repliesThatAreStoredTogetherHaveTheirOutcomesThoughTheAnswerGetsLost() throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh()) {
            UnsteadyDatabase unsteady =
                    new UnsteadyDatabase(() -> database.dataSource().getConnection());
            try (Isolation isolation = open(unsteady.dataSource());
                    Heartflow heartflow =
                            settings(isolation).executor(Runnable::run).build()) {
                HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
                CountDownLatch together = new CountDownLatch(1);
                List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    outcomes.add(support.process(
                                    Bot.message("acme", "g" + i, "m" + i).build())
                            .toCompletableFuture());
                }
                gate.awaitAsked(3);
                CompletableFuture<Void> storing =
                        outcomes.get(0).thenRun(() -> await(together)); // on the thread that stores
                gate.release("m0");
                Awaiting.until(outcomes.get(0)::isDone);
                gate.release("m1");
                gate.release("m2");
                unsteady.nextCommit(Commits.DONE_WITHOUT_ANSWER);
                together.countDown();
                assertThat(outcome(outcomes.get(1))).isInstanceOf(Replied.class);
                assertThat(outcome(outcomes.get(2))).isInstanceOf(Replied.class);
                assertThat(storing).isCompleted();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aStreamIsNotStuckWhileWhatItLeavesCannotBeStored() throws SQLException {
        try (FreshDatabase database = TestDatabase.SQLITE.fresh();
                Isolation isolation = open(database.dataSource());
                Heartflow heartflow =
                        settings(isolation).turnTime(Duration.ofSeconds(5)).build()) {
            CompletableFuture<Outcome> first = process(heartflow, "m0");
            gate.awaitAsked(1);
            execute(database.dataSource(), "alter table messages rename to messages_away");
            gate.release("m0");
            passLong(heartflow);

            assertThat(first).isNotDone();
            assertThat(heartflow.health().problems())
                    .extracting(HeartflowHealth.Problem::kind)
                    .containsOnly(HeartflowHealth.Kind.FAILING_STORE);
            assertThat(heartflow.close(Duration.ZERO).kept()).isTrue();
        }
    }

    @Test
    void whatTheDatabaseTakesForWrongDoesNotHoldUpItsStream() throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = open(database.dataSource());
                Heartflow heartflow = flow(isolation)) {
            execute(database.dataSource(), "alter table messages add check (text <> 'to bomb')");
            CompletableFuture<Outcome> bomb = process(heartflow, "bomb");
            CompletableFuture<Outcome> next = process(heartflow, "next");
            gate.release("bomb");

            assertThat(outcome(bomb)).matches(outcome -> ((Failed) outcome).step() == Step.COMMIT);
            gate.release("next");
            assertThat(outcome(next)).isInstanceOf(Replied.class);
            assertThat(heartflow.health().isHealthy()).isTrue();
            assertThat(isolation.dsl(STREAM).fetchCount(DSL.table("heartflow_inbox")))
                    .isOne();
        }
    }

    @Test
    void whatIsNotStoredWhenItClosesIsHandledAfterTheNextStart() throws SQLException {
        try (FreshDatabase database = TestDatabase.SQLITE.fresh();
                Isolation isolation = open(database.dataSource())) {
            try (Heartflow heartflow = flow(isolation)) {
                CompletableFuture<Outcome> first = process(heartflow, "m0");
                gate.awaitAsked(1);
                execute(database.dataSource(), "alter table messages rename to messages_away");
                gate.release("m0");
                passLong(heartflow);

                assertThat(heartflow.close(Duration.ZERO).kept()).isTrue();
                assertThat(Outcomes.of(first)).isInstanceOf(Postponed.class);
            }
            execute(database.dataSource(), "alter table messages_away rename to messages");
            try (Heartflow heartflow = flow(isolation)) {
                heartflow.createHeartflowProcessor("acme", "support");
                gate.awaitAsked(2);
                gate.release("m0");
                assertThat(heartflow.close(Duration.ofMinutes(1)).isComplete()).isTrue();
            }
            assertStored(isolation, "hello m0", "to m0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCommitWhoseAnswerIsLostIsToldAsWhatItIs(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            UnsteadyDatabase unsteady =
                    new UnsteadyDatabase(() -> database.dataSource().getConnection());
            try (Isolation isolation = open(unsteady.dataSource());
                    Heartflow heartflow = flow(isolation)) {
                CompletableFuture<Outcome> first = process(heartflow, "m0");
                gate.awaitAsked(1);
                unsteady.commits(Commits.DONE_WITHOUT_ANSWER);
                gate.release("m0");
                awaitUnwritten(heartflow);
                unsteady.commits(Commits.DONE);

                assertThat(outcome(first)).isInstanceOf(Replied.class);
                assertStored(isolation, "hello m0", "to m0");
                assertThat(Outcomes.of(next(heartflow))).isInstanceOf(Replied.class);
            }
        }
    }

    private CompletableFuture<Outcome> next(Heartflow heartflow) {
        CompletableFuture<Outcome> next = process(heartflow, "m1");
        gate.release("m1");
        return next;
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SQLITE", "POSTGRESQL_13"})
    void theOutcomeIsThatOfTheProcessThatHasTakenTheStreamInBetween(TestDatabase kind) throws SQLException {
        try (FreshDatabase database = kind.fresh()) {
            UnsteadyDatabase unsteady =
                    new UnsteadyDatabase(() -> database.dataSource().getConnection());
            try (Isolation isolation = open(unsteady.dataSource());
                    Heartflow heartflow = flow(isolation)) {
                CompletableFuture<Outcome> first = process(heartflow, "m0");
                Submission second =
                        heartflow.createHeartflowProcessor("acme", "support").submit(message("m1"));
                assertThat(Outcomes.of(second.accepted())).isTrue();
                unsteady.commits(Commits.REFUSED);
                gate.release("m0");
                awaitUnwritten(heartflow);
                unsteady.commits(Commits.DONE);

                execute(database.dataSource(), "update heartflow_nodes set expires_at = 0");
                try (Isolation other = open(database.dataSource());
                        Heartflow taking = Heartflow.on(other)
                                .replyGenerator(Bot.echo())
                                .sender(Bot.nowhere())
                                .leaseTime(Duration.ofMillis(300))
                                .build()) {
                    taking.createHeartflowProcessor("acme", "support");
                    Awaiting.until(() -> other.queries(STREAM).messages().count() == 4);

                    assertThat(((Replied) outcome(first)).sent())
                            .extracting(OutboundMessage::text)
                            .containsExactly("echo hello m0");
                    assertThat(((Replied) outcome(second.outcome().toCompletableFuture())).sent())
                            .extracting(OutboundMessage::text)
                            .containsExactly("echo hello m1");
                    assertStored(other, "hello m0", "echo hello m0", "hello m1", "echo hello m1");
                }
            }
        }
    }
}
