package org.maibot.isolation.examples.replay;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.maibot.isolation.heartflow.InboundMessage;
import org.maibot.isolation.heartflow.OutboundMessage;
import org.maibot.isolation.heartflow.OutboundSender;
import org.maibot.isolation.jdbc.ChatLogLine;
import org.maibot.isolation.query.Message;

/** A platform that says what stands in a chat log, and listens to nobody. Safe for use by several threads. */
final class FakePlatform implements OutboundSender {

    /** A line of a log as the adapter of a real platform would give it. A chat stream of the log is a group, and its id the group's. */
    static InboundMessage inbound(ChatLogLine line) {
        Message message = line.message();
        return InboundMessage.builder()
                .tenantId(line.context().tenantId())
                .agentId(line.context().agentId().orElseThrow())
                .platform(line.context().platform().orElseThrow())
                .group(line.context().chatStreamId().orElseThrow())
                .messageId(message.messageId())
                .user(message.userId())
                .time(message.time())
                .text(message.text())
                .build();
    }

    @Override
    public CompletionStage<Boolean> send(OutboundMessage message) {
        return CompletableFuture.completedFuture(true);
    }
}
