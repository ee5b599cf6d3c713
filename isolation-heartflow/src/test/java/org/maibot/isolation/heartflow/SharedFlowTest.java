package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.jdbc.FreshDatabase;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.jdbc.TestDatabase;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/** Messages on all databases, and heartflows that share one. */
class SharedFlowTest {
    private static final Instant EARLIER = Instant.parse("2025-01-01T00:00:00Z");

    private static IsolationContext stream(String tenant) {
        return IsolationContext.of(tenant, "support", "qq", "g");
    }

    private static InboundMessage message(String tenant, int number) {
        return Bot.message(tenant, "g", "m" + number)
                .time(EARLIER.plusSeconds(number))
                .build();
    }

    private static Isolation open(FreshDatabase database) {
        return Isolation.builder()
                .dataSource(database.dataSource())
                .observer(event -> {})
                .open();
    }

    private static HeartflowBuilder flow(Isolation isolation, ReplyGenerator generator) {
        return Heartflow.on(isolation).replyGenerator(generator).sender(Bot.nowhere());
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void messagesRepliesAndUsageAreStoredOnceInTheirOwnScope(TestDatabase kind) throws SQLException {
        ReplyGenerator withHistory = request -> CompletableFuture.completedFuture(
                Reply.of("after " + request.conversation().history().size()).using(new Usage("model", Bot.NOON, 7, 3)));
        try (FreshDatabase database = kind.fresh();
                Isolation isolation = open(database);
                Heartflow heartflow = flow(isolation, withHistory).build()) {
            for (String tenant : List.of("acme", "Acme", "acme ")) {
                HeartflowProcessor support = heartflow.createHeartflowProcessor(tenant, "support");
                for (int i = 0; i < 3; i++) {
                    assertThat(Outcomes.of(support.process(message(tenant, i)))).isInstanceOf(Replied.class);
                }
                assertThat(Outcomes.of(support.process(message(tenant, 1))))
                        .matches(outcome -> ((Ignored) outcome).reason() == IgnoreReason.DUPLICATE);

                assertThat(isolation
                                .queries(stream(tenant))
                                .messages()
                                .history(10)
                                .messages())
                        .extracting(stored -> stored.message().text())
                        .containsExactlyInAnyOrder("hello m0", "hello m1", "hello m2", "after 0", "after 2", "after 4");
                assertThat(isolation
                                .queries(stream(tenant))
                                .usage()
                                .total(Instant.EPOCH, Instant.MAX)
                                .requests())
                        .isEqualTo(3);
                assertThat(isolation.dsl(stream(tenant)).fetchCount(DSL.table("heartflow_inbox")))
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SQLITE", "POSTGRESQL_13"})
    void aMessageOfAStreamThatAnotherHeartflowHandlesIsHandledThere(TestDatabase kind) throws SQLException {
        GatedReplies gate = new GatedReplies();
        try (FreshDatabase database = kind.fresh();
                Isolation isolation = open(database);
                Heartflow one = flow(isolation, gate).build();
                Heartflow two = flow(isolation, Bot.echo()).build()) {
            HeartflowProcessor first = one.createHeartflowProcessor("acme", "support");
            HeartflowProcessor second = two.createHeartflowProcessor("acme", "support");
            CompletableFuture<Outcome> held = first.process(message("acme", 0)).toCompletableFuture();
            gate.awaitAsked(1);
            List<CompletableFuture<Outcome>> elsewhere = new ArrayList<>();
            for (int i = 1; i < 4; i++) {
                Submission submission = second.submit(message("acme", i));
                assertThat(Outcomes.of(submission.accepted())).isTrue();
                elsewhere.add(submission.outcome().toCompletableFuture());
            }

            for (int i = 0; i < 4; i++) {
                gate.release("m" + i);
            }
            assertThat(Outcomes.of(held)).isInstanceOf(Replied.class);
            for (int i = 1; i < 4; i++) {
                Outcome told = Outcomes.of(elsewhere.get(i - 1));
                assertThat(((Replied) told).sent())
                        .extracting(OutboundMessage::text)
                        .containsExactly("to m" + i);
            }
            assertThat(gate.asked()).containsExactly("m0", "m1", "m2", "m3");
            assertThat(two.stats().counts().replied()).isEqualTo(3);
        }
    }

    @Test
    void whatOneHeartflowLeavesAnotherTakesOver() throws SQLException {
        GatedReplies gate = new GatedReplies();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = open(database);
                Heartflow one = flow(isolation, gate).build();
                Heartflow two = flow(isolation, Bot.echo())
                        .leaseTime(Duration.ofMillis(300))
                        .build()) {
            HeartflowProcessor first = one.createHeartflowProcessor("acme", "support");
            two.createHeartflowProcessor("acme", "support");
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                outcomes.add(first.process(message("acme", i)).toCompletableFuture());
            }
            gate.awaitAsked(1);

            assertThat(one.close(Duration.ZERO).kept()).isTrue();
            outcomes.forEach(outcome -> assertThat(Outcomes.of(outcome)).isInstanceOf(Postponed.class));
            Awaiting.until(() -> isolation.queries(stream("acme")).messages().count() == 6);
            assertThat(isolation.queries(stream("acme")).messages().history(10).messages())
                    .filteredOn(stored -> stored.message().role() == Message.Role.USER)
                    .extracting(stored -> stored.message().text())
                    .containsExactly("hello m0", "hello m1", "hello m2");
        }
    }

    @Test
    void aTenantThatIsCleanedUpHereIsServedElsewhere() throws SQLException {
        GatedReplies gate = new GatedReplies();
        try (FreshDatabase database = TestDatabase.POSTGRESQL_18.fresh();
                Isolation isolation = open(database);
                Heartflow heartflow =
                        flow(isolation, gate).leaseTime(Duration.ofMillis(300)).build()) {
            HeartflowProcessor acme = heartflow.createHeartflowProcessor("acme", "support");
            var running = acme.process(message("acme", 0));
            var waiting = acme.process(message("acme", 1));
            gate.awaitAsked(1);
            heartflow.cleanupTenant("acme");

            assertThat(Outcomes.of(running)).isInstanceOf(Postponed.class);
            assertThat(Outcomes.of(waiting)).isInstanceOf(Postponed.class);
            assertThat(isolation.dsl(stream("acme")).fetchCount(DSL.table("heartflow_inbox")))
                    .isEqualTo(2);
            heartflow.createHeartflowProcessor("acme", "support");
            gate.awaitAsked(2);
            gate.release("m0");
            gate.release("m1");
            Awaiting.until(() -> isolation.queries(stream("acme")).messages().count() == 4);
        }
    }

    @Test
    void withoutTheCanonicalSchemaThereIsNoInbox() throws SQLException {
        try (FreshDatabase database = TestDatabase.SQLITE.fresh();
                Isolation isolation = Isolation.builder()
                        .dataSource(database.dataSource())
                        .createSchema(false)
                        .tenants("acme")
                        .open()) {
            HeartflowBuilder builder = flow(isolation, Bot.echo());
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(builder::build);
            try (Heartflow heartflow = builder.store(MessageStore.inMemory(10)).build()) {
                assertThat(Outcomes.of(heartflow
                                .createHeartflowProcessor("acme", "support")
                                .process(message("acme", 1))))
                        .isInstanceOf(Replied.class);
            }
        }
    }
}
