package org.maibot.isolation.heartflow;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A platform that keeps what is sent to it. */
final class Sent implements OutboundSender {
    private final List<OutboundMessage> messages = new CopyOnWriteArrayList<>();

    @Override
    public CompletionStage<Boolean> send(OutboundMessage message) {
        messages.add(message);
        return CompletableFuture.completedFuture(true);
    }

    List<OutboundMessage> messages() {
        return messages;
    }

    List<String> texts() {
        return messages.stream().map(OutboundMessage::text).toList();
    }
}
