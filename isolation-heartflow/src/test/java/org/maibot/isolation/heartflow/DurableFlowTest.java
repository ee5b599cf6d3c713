package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Outcome.Postponed;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.StoredMessage;

/** Messages that are kept in the isolation database. */
class DurableFlowTest {
    private static final IsolationContext STREAM = IsolationContext.of("acme", "support", "qq", "g");

    /** Before any reply. */
    private static final Instant EARLIER = Instant.parse("2025-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private Isolation open() {
        return Isolation.builder()
                .jdbcUrl("jdbc:sqlite:" + directory.resolve("bot.db"))
                .observer(event -> {})
                .open();
    }

    private static Heartflow flow(Isolation isolation, ReplyGenerator generator) {
        return Heartflow.on(isolation)
                .replyGenerator(generator)
                .sender(Bot.nowhere())
                .build();
    }

    private static List<String> texts(Isolation isolation) {
        return isolation.queries(STREAM).messages().history(100).messages().stream()
                .map(StoredMessage::text)
                .toList();
    }

    @Test
    void aReplyIsGeneratedFromTheConversationInItsCourseHoweverLateItIs() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Isolation isolation = open();
                Heartflow heartflow = Heartflow.on(isolation)
                        .replyGenerator(request -> {
                            request.conversation().history().forEach(message -> seen.add(message.messageId()));
                            return CompletableFuture.completedFuture(Reply.of("yes"));
                        })
                        .sender(Bot.nowhere())
                        .historySize(3)
                        .build()) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            List<String> replies = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                seen.clear();
                InboundMessage waited = Bot.message("acme", "g", "m" + i)
                        .time(EARLIER.plusSeconds(i))
                        .build();
                replies.add(((Replied) Outcomes.of(support.process(waited)))
                        .sent()
                        .get(0)
                        .messageId());
            }

            assertThat(seen).containsExactly(replies.get(0), "m2", replies.get(1));
        }
    }

    @Test
    void messagesAndRepliesAreStoredInTheirStream() {
        try (Isolation isolation = open();
                Heartflow heartflow = flow(isolation, Bot.echo())) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                outcomes.add(support.process(Bot.message("acme", "g", "m" + i)
                                .time(EARLIER.plusSeconds(i))
                                .build())
                        .toCompletableFuture());
            }
            outcomes.forEach(outcome -> assertThat(Outcomes.of(outcome)).isInstanceOf(Replied.class));

            assertThat(isolation.queries(STREAM).messages().count()).isEqualTo(40);
            assertThat(Outcomes.of(
                            support.process(Bot.message("acme", "g", "m3").build())))
                    .matches(outcome -> ((Ignored) outcome).reason() == IgnoreReason.DUPLICATE);
        }
    }

    @Test
    void whatIsNotHandledWhenItClosesIsHandledAfterTheNextStart() {
        GatedReplies gate = new GatedReplies();
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        try (Isolation isolation = open();
                Heartflow heartflow = flow(isolation, gate)) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            for (int i = 0; i < 5; i++) {
                outcomes.add(support.process(Bot.message("acme", "g", "m" + i)
                                .time(EARLIER.plusSeconds(i))
                                .build())
                        .toCompletableFuture());
            }
            gate.release("m0");
            gate.awaitAsked(2);
            assertThat(heartflow.close(Duration.ZERO).kept()).isTrue();
            assertThat(Outcomes.of(outcomes.get(0))).isInstanceOf(Replied.class);
            outcomes.subList(1, 5)
                    .forEach(outcome -> assertThat(Outcomes.of(outcome)).isInstanceOf(Postponed.class));
            assertThat(texts(isolation)).containsExactly("hello m0", "to m0");
        }
        try (Isolation isolation = open();
                Heartflow heartflow = flow(isolation, Bot.echo())) {
            heartflow.createHeartflowProcessor("acme", "support");
            Awaiting.until(() -> isolation.queries(STREAM).messages().count() == 10);
            assertThat(texts(isolation).stream()
                            .filter(text -> text.startsWith("hello"))
                            .toList())
                    .containsExactly("hello m0", "hello m1", "hello m2", "hello m3", "hello m4");
        }
    }

    @Test
    void closingWaitsForWhatAnEarlierStartHasLeft() {
        try (Isolation isolation = open();
                Heartflow heartflow = flow(isolation, new GatedReplies())) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            for (int i = 0; i < 700; i++) {
                assertThat(Outcomes.of(
                                support.submit(Bot.message("acme", "g", "m" + i).build())
                                        .accepted()))
                        .isTrue();
            }
            heartflow.close(Duration.ZERO);
        }
        try (Isolation isolation = open();
                Heartflow heartflow = flow(isolation, Bot.echo())) {
            heartflow.createHeartflowProcessor("acme", "support");

            assertThat(heartflow.close(Duration.ofMinutes(1)).isComplete()).isTrue();
            assertThat(isolation.queries(STREAM).messages().count()).isEqualTo(1_400);
        }
    }

    @Test
    void aCancelledMessageLeavesTheInbox() {
        try (Isolation isolation = open();
                Heartflow heartflow = flow(isolation, Bot.echo())) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            for (int i = 0; i < 50; i++) {
                support.submit(Bot.message("acme", "g", "m" + i).build()).cancel();
            }
            Outcomes.of(support.process(Bot.message("acme", "g", "last").build()));

            assertThat(heartflow.close(Duration.ofMinutes(1)).isComplete()).isTrue();
            assertThat(isolation.dsl(STREAM).fetchCount(DSL.table("heartflow_inbox")))
                    .isZero();
            assertThat(texts(isolation)).contains("hello last");
        }
    }

    @Test
    void whatCannotBeStoredIsTriedAgainAndToldMeanwhile() {
        UnsteadyDatabase database = UnsteadyDatabase.sqlite(directory.resolve("unsteady.db"));
        GatedReplies gate = new GatedReplies();
        try (Isolation isolation = Isolation.builder()
                        .dataSource(database.dataSource())
                        .observer(event -> {})
                        .open();
                Heartflow heartflow = Heartflow.on(isolation)
                        .replyGenerator(gate)
                        .sender(Bot.nowhere())
                        .historySize(0)
                        .memoriesSize(0)
                        .build()) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            CompletableFuture<Outcome> first =
                    support.process(Bot.message("acme", "g", "m0").build()).toCompletableFuture();
            gate.awaitAsked(1);
            database.away(true);
            gate.release("m0");
            Awaiting.until(() -> !heartflow.health().isHealthy());
            Outcome refused =
                    Outcomes.of(support.process(Bot.message("acme", "h", "m1").build()));
            assertThat(refused).isInstanceOf(Outcome.Failed.class);
            assertThat(((Outcome.Failed) refused).step()).isEqualTo(Step.INBOX);
            assertThat(first).isNotDone();

            database.away(false);
            assertThat(Outcomes.of(first)).isInstanceOf(Replied.class);
            Awaiting.until(() -> heartflow.health().isHealthy());
            assertThat(texts(isolation)).contains("hello m0", "to m0");
        }
    }
}
