package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.Heartflow;
import org.maibot.isolation.heartflow.InboundMessage;
import org.maibot.isolation.heartflow.Outcome;
import org.maibot.isolation.heartflow.Outcome.Replied;
import org.maibot.isolation.heartflow.Reply;
import org.maibot.isolation.jdbc.Isolation;

/** A whole bot in a test of isolation: its heartflow keeps messages in the database of the test. */
class HeartflowIsolationTest {
    @RegisterExtension
    static final IsolationExtension isolation = IsolationExtension.of(() -> Isolation.open("jdbc:sqlite::memory:"));

    @IsolationTest
    void aMessageIsAnsweredFromItsScopeOnly(IsolationContext mine, Isolation runtime) {
        assertThat(answer(mine, runtime)).isInstanceOf(Replied.class);
    }

    private static Outcome answer(IsolationContext mine, Isolation runtime) {
        try (Heartflow heartflow = Heartflow.on(runtime)
                .replyGenerator(
                        request -> CompletableFuture.completedFuture(Reply.of("after " + request.conversation())))
                .sender(message -> CompletableFuture.completedFuture(true))
                .streamIds(message -> mine.chatStreamId().orElseThrow())
                .build()) {
            InboundMessage message = InboundMessage.builder()
                    .tenantId(mine.tenantId())
                    .agentId(mine.agentId().orElseThrow())
                    .platform(mine.platform().orElseThrow())
                    .messageId("m")
                    .user("u")
                    .group("g")
                    .time(Instant.EPOCH)
                    .text("hello")
                    .build();
            return heartflow
                    .createHeartflowProcessor(mine.tenantId(), mine.agentId().orElseThrow())
                    .process(message)
                    .toCompletableFuture()
                    .join();
        }
    }
}
