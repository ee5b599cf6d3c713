package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.heartflow.UnsteadyDatabase.Commits;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;

/** What another process tells arrives, though the answers of commits get lost. */
class LostAnswersTest {
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final ManualTime time = new ManualTime();
    private final GatedReplies gate = new GatedReplies();

    private static Isolation open(DataSource dataSource) {
        return Isolation.builder().dataSource(dataSource).observer(event -> {}).open();
    }

    private HeartflowBuilder flow(Isolation isolation) {
        return Heartflow.on(isolation)
                .replyGenerator(gate)
                .sender(Bot.nowhere())
                .historySize(0)
                .memoriesSize(0)
                .leaseTime(LEASE);
    }

    /** Has another process hold the chat stream, and this one accept a message of it. */
    private CompletableFuture<Outcome> acceptedHereAndHandledThere(Heartflow here, Heartflow there) {
        there.createHeartflowProcessor("acme", "support")
                .process(Bot.message("acme", "g", "m0").build());
        gate.awaitAsked(1);
        Submission submission = here.createHeartflowProcessor("acme", "support")
                .submit(Bot.message("acme", "g", "m1").build());
        assertThat(Outcomes.of(submission.accepted())).isTrue();
        return submission.outcome().toCompletableFuture();
    }

    private void awaitReplied(CompletableFuture<Outcome> outcome) {
        Awaiting.until(() -> {
            time.pass(LEASE.dividedBy(3)); // with many looks at what others have done
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            return outcome.isDone();
        });
        assertThat(Outcomes.of(outcome)).isInstanceOf(Replied.class);
    }

    @Test
    void anOutcomeIsNotLostWithTheAnswerThatItIsRead() throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation steady = open(database.dataSource())) {
            UnsteadyDatabase unsteady =
                    new UnsteadyDatabase(() -> database.dataSource().getConnection());
            DSLContext all = steady.system("test").dsl();
            try (Isolation isolation = open(unsteady.dataSource());
                    Heartflow here = flow(isolation).time(time).build();
                    Heartflow there = flow(steady).build()) {
                CompletableFuture<Outcome> outcome = acceptedHereAndHandledThere(here, there);
                gate.release("m0");
                gate.release("m1");
                Awaiting.until(() -> all.fetchCount(DSL.table("heartflow_outcomes")) == 1);
                unsteady.commits(Commits.DONE_WITHOUT_ANSWER);
                time.pass(Duration.ofMillis(200)); // it looks what others have done
                Awaiting.until(() -> all.fetchCount(DSL.table("heartflow_outcomes")) == 0);
                unsteady.commits(Commits.DONE);
                awaitReplied(outcome);
            }
        }
    }

    @Test
    void anOutcomeIsNotLostWithTheAnswerThatAProcessLivesAgain() throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation steady = open(database.dataSource())) {
            UnsteadyDatabase unsteady =
                    new UnsteadyDatabase(() -> database.dataSource().getConnection());
            DSLContext all = steady.system("test").dsl();
            try (Isolation isolation = open(unsteady.dataSource());
                    Heartflow here = flow(isolation).time(time).build();
                    Heartflow there = flow(steady).build()) {
                CompletableFuture<Outcome> outcome = acceptedHereAndHandledThere(here, there);
                all.execute("delete from heartflow_nodes where node_id <> (select lease_node from chat_streams)");
                unsteady.commits(Commits.DONE_WITHOUT_ANSWER);
                time.pass(LEASE.dividedBy(3)); // it learns that it is taken for dead
                time.pass(LEASE.dividedBy(3)); // and lives again
                Awaiting.until(() -> all.fetchCount(DSL.table("heartflow_nodes")) == 2);
                unsteady.commits(Commits.DONE);
                time.pass(LEASE.dividedBy(3));
                gate.release("m0");
                gate.release("m1");
                awaitReplied(outcome);
                assertThat(all.fetchCount(DSL.table("heartflow_nodes"))).isEqualTo(2);
            }
        }
    }
}
