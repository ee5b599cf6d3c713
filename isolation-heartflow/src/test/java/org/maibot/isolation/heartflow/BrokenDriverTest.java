package org.maibot.isolation.heartflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maibot.isolation.heartflow.Outcome.Failed;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.jdbc.Isolation;
import org.sqlite.SQLiteDataSource;

/** A driver, or a host's data source, that throws what it is not to throw. */
class BrokenDriverTest {
    private final ManualTime time = new ManualTime();
    private final GatedReplies gate = new GatedReplies();

    /** How often it is to fail. */
    private final AtomicInteger failures = new AtomicInteger();

    @TempDir
    Path directory;

    private Isolation open(Throwable failure) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + directory.resolve("bot.db"));
        UnsteadyDatabase database = new UnsteadyDatabase(() -> {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
            return source.getConnection();
        });
        return Isolation.builder()
                .dataSource(database.dataSource())
                .observer(event -> {})
                .open();
    }

    private Heartflow flow(Isolation isolation) {
        return Heartflow.on(isolation)
                .replyGenerator(gate)
                .sender(Bot.nowhere())
                .historySize(0)
                .memoriesSize(0)
                .time(time)
                .build();
    }

    private static InboundMessage message(String id) {
        return Bot.message("acme", "g", id).build();
    }

    /** Lets time pass while the inbox's thread does what is due. */
    private void pass() {
        time.pass(Duration.ofSeconds(4));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    private Outcome outcome(CompletionStage<Outcome> ends) {
        Awaiting.until(() -> {
            pass();
            return ends.toCompletableFuture().isDone();
        });
        return Outcomes.of(ends);
    }

    @Test
    void aReplyOutlivesAnErrorOfTheDriver() {
        try (Isolation isolation = open(new NoClassDefFoundError("a class of the driver"));
                Heartflow heartflow = flow(isolation)) {
            CompletionStage<Outcome> done =
                    heartflow.createHeartflowProcessor("acme", "support").process(message("m"));
            gate.awaitAsked(1);
            failures.set(1);
            gate.release("m");
            Awaiting.until(() -> failures.get() == 0);
            assertThat(outcome(done)).isInstanceOf(Replied.class);
        }
    }

    @Test
    void aMessageThatAnErrorOfTheDriverKeepsOutFails() {
        try (Isolation isolation = open(new NoClassDefFoundError("a class of the driver"));
                Heartflow heartflow = flow(isolation)) {
            HeartflowProcessor support = heartflow.createHeartflowProcessor("acme", "support");
            CompletionStage<Outcome> first = support.process(message("m0"));
            gate.release("m0");
            Outcomes.of(first);
            failures.set(1);
            Submission submission = support.submit(message("m1"));
            assertThat(Outcomes.of(submission.accepted())).isFalse();
            assertThat(((Failed) Outcomes.of(submission.outcome())).step()).isEqualTo(Step.INBOX);
            assertThat(heartflow.stats().waiting()).isZero();
        }
    }

    @Test
    void aReplyOutlivesADataSourceThatFailsInItsOwnWay() {
        try (Isolation isolation = open(new IllegalStateException("the pool could not be started"));
                Heartflow heartflow = flow(isolation)) {
            CompletionStage<Outcome> done =
                    heartflow.createHeartflowProcessor("acme", "support").process(message("m"));
            gate.awaitAsked(1);
            failures.set(1_000_000);
            gate.release("m");
            Awaiting.until(() -> !heartflow.health().isHealthy());
            for (int i = 0; i < 30; i++) {
                pass();
            }
            failures.set(0);
            assertThat(outcome(done)).isInstanceOf(Replied.class);
        }
    }

    @Test
    void aFailureThatCannotSayWhatItIsEndsItsMessage() {
        RuntimeException mute = new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("bug");
            }
        };
        try (Isolation isolation = open(mute);
                Heartflow heartflow = Heartflow.on(isolation)
                        .replyGenerator(request -> {
                            throw mute;
                        })
                        .sender(Bot.nowhere())
                        .time(time)
                        .build()) {
            CompletionStage<Outcome> done =
                    heartflow.createHeartflowProcessor("acme", "support").process(message("m"));
            assertThat(((Failed) outcome(done)).step()).isEqualTo(Step.GENERATE);
        }
    }
}
