package org.maibot.isolation.examples.benchmarks;

import static org.maibot.isolation.query.Message.Role.USER;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.heartflow.InboundMessage;
import org.maibot.isolation.heartflow.MessageStore;
import org.maibot.isolation.heartflow.Reply;
import org.maibot.isolation.query.Message;

/** Handles messages as one would by hand: a queue for each chat stream, a pool of threads, and the isolation context around each message. */
final class SerialStreams implements AutoCloseable {
    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(Bot.WORKERS, Bot.WORKERS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    private final Map<Key, Stream> streams = new ConcurrentHashMap<>();
    private final CompletableFuture<Reply> nothing = CompletableFuture.completedFuture(Reply.nothing());
    private final MessageStore store;
    private final Semaphore places;

    private record Key(String tenant, String agent, String platform, String group) {}

    private record Stream(IsolationContext context, SerialExecutor queue) {}

    /**
     * Begins.
     *
     * @param places how many messages may wait; more have whoever brings them wait
     */
    SerialStreams(MessageStore store, int places) {
        this.store = store;
        this.places = new Semaphore(places);
    }

    /** Handles a message; ends with false if it is known already. */
    CompletableFuture<Boolean> process(InboundMessage message) {
        places.acquireUninterruptibly();
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        Stream stream = streams.computeIfAbsent(key(message), this::open);
        stream.queue().execute(() -> {
            places.release();
            try {
                outcome.complete(stream.context().call(() -> handle(stream.context(), message)));
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
    }

    private static Key key(InboundMessage message) {
        return new Key(
                message.tenantId().orElseThrow(),
                message.agentId().orElseThrow(),
                message.platform(),
                message.group().orElseThrow().groupId());
    }

    private Stream open(Key key) {
        return new Stream(
                IsolationContext.of(key.tenant(), key.agent(), key.platform(), key.group()),
                new SerialExecutor(workers));
    }

    private boolean handle(IsolationContext stream, InboundMessage message) throws Exception {
        if (store.contains(stream, message.messageId()) || !nothing.join().isEmpty()) {
            return false;
        }
        Message stored =
                new Message(message.messageId(), message.user().userId(), USER, message.time(), message.text());
        store.store(stream, List.of(stored), List.of());
        return true;
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
