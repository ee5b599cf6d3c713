package org.maibot.isolation.heartflow;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A generator that replies when a test lets it. */
final class GatedReplies implements ReplyGenerator {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, CompletableFuture<Reply>> open = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Reply> generate(ReplyRequest request) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        open.put(request.message().messageId(), reply);
        asked.add(request.message().messageId());
        return reply;
    }

    /** The ids of the messages that had their turn, in their order. */
    List<String> asked() {
        return asked;
    }

    /** Waits for a message's turn, and lets it reply. */
    void release(String messageId) {
        Awaiting.until(() -> open.containsKey(messageId));
        CompletableFuture<Reply> reply = open.get(messageId);
        if (reply == null) {
            throw new AssertionError(messageId);
        }
        reply.complete(Reply.of("to " + messageId));
    }

    /** Waits until so many have had their turn. */
    void awaitAsked(int count) {
        Awaiting.until(() -> asked.size() >= count);
    }
}
