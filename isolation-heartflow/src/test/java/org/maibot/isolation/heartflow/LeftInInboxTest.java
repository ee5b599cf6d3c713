package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;

/** Messages that stay in the inbox, and those that come after them. */
class LeftInInboxTest {
    private static final String UNREADABLE = "{\"text\":\"of a newer version\"}";

    private final ManualTime time = new ManualTime();
    private final GatedReplies gate = new GatedReplies();

    @TempDir
    Path directory;

    private Isolation open() {
        return Isolation.builder()
                .jdbcUrl("jdbc:sqlite:" + directory.resolve("bot.db"))
                .observer(event -> {})
                .open();
    }

    private Heartflow flow(Isolation isolation) {
        return Heartflow.on(isolation)
                .replyGenerator(gate)
                .sender(Bot.nowhere())
                .historySize(0)
                .memoriesSize(0)
                .idleTime(Duration.ofMillis(50))
                .time(time)
                .build();
    }

    private static InboundMessage message(String id) {
        return Bot.message("acme", "g", id).build();
    }

    /** As another process enters a message. */
    private static void enter(DSLContext all, String id, String payload) {
        all.execute(
                "insert into heartflow_inbox select tenant_id, agent_id, platform, chat_stream_id, next_sequence, ?, ?, 77, 1,"
                        + " coalesce(lease_node, 0) from chat_streams",
                id,
                payload);
        all.execute("update chat_streams set next_sequence = next_sequence + 2");
    }

    /** Waits until the inbox's thread has done what was to be done. */
    private static void settle(Heartflow heartflow) {
        heartflow.cleanupTenant("nobody");
    }

    private void accept(HeartflowProcessor support, String id) {
        assertThat(Outcomes.of(support.submit(message(id)).accepted())).isTrue();
    }

    @Test
    void whatTheDatabaseTakesForWrongIsNotHandledAgainWhenItsChatStreamIsForgotten() throws SQLException {
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = Isolation.builder()
                        .dataSource(database.dataSource())
                        .observer(event -> {})
                        .open();
                Heartflow heartflow = flow(isolation)) {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("alter table messages add check (text <> 'to bomb')");
            }
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            CompletionStage<Outcome> bomb = support.process(message("bomb"));
            gate.release("bomb");
            Awaiting.until(() -> {
                time.pass(Duration.ofSeconds(4));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                return bomb.toCompletableFuture().isDone();
            });
            assertThat(((Failed) Outcomes.of(bomb)).step()).isEqualTo(Step.COMMIT);
            Awaiting.until(() -> heartflow.stats().underWay() == 0);

            time.pass(Duration.ofMillis(200));
            settle(heartflow);
            assertThat(heartflow.stats().streams()).isZero();
            CompletionStage<Outcome> next = support.process(message("next"));
            gate.awaitAsked(2);
            assertThat(gate.asked()).containsExactly("bomb", "next");
            gate.release("next");
            assertThat(Outcomes.of(next)).isInstanceOf(Replied.class);
        }
    }

    @Test
    void aMessageBehindOneThatCannotBeReadIsNotPassedOver() {
        try (Isolation isolation = open();
                Heartflow heartflow = flow(isolation)) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            DSLContext all = isolation.system("another process").dsl();
            CompletionStage<Outcome> first = support.process(message("m0"));
            gate.awaitAsked(1);
            CompletionStage<Outcome> second = support.process(message("m1"));
            accept(support, "m2");
            gate.release("m0");
            Outcomes.of(first);
            gate.release("m1");
            Outcomes.of(second); // two transactions since the last one came in
            gate.awaitAsked(3);

            enter(all, "bad", UNREADABLE);
            time.pass(Duration.ofMillis(200));
            settle(heartflow);
            enter(all, "m3", message("m3").toJson());
            accept(support, "m4");
            gate.release("m2");
            gate.awaitAsked(4);
            assertThat(gate.asked()).containsExactly("m0", "m1", "m2", "m3");
            gate.release("m3");
            gate.release("m4");
        }
    }

    @Test
    void aMessageBehindManyThatCannotBeReadIsHandled() {
        try (Isolation isolation = open()) {
            try (Heartflow heartflow = flow(isolation)) {
                CompletionStage<Outcome> first =
                        heartflow.createHeartflowProcessor("acme", "support").process(message("m0"));
                gate.release("m0");
                Outcomes.of(first);
            }
            isolation.system("another process").dsl().transaction(transaction -> {
                for (int i = 0; i < 500; i++) {
                    enter(DSL.using(transaction), "bad" + i, UNREADABLE);
                }
                enter(DSL.using(transaction), "m1", message("m1").toJson());
            });
            try (Heartflow heartflow = flow(isolation)) {
                heartflow.createHeartflowProcessor("acme", "support");
                gate.awaitAsked(2);
                gate.release("m1");
            }
        }
    }
}
