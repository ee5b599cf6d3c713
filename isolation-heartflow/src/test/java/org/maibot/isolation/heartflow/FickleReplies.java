package org.maibot.isolation.heartflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Usage;

/** A model that replies, fails or lets wait, as its seed and the message say. Each attempt has a number, which the reply tells. Safe for use by several threads. */
final class FickleReplies {
    /** What a failure for good says. */
    static final String FOR_GOOD = "the model fails for good";

    private static final String BEFORE_NUMBER = ", attempt ";

    private final long seed;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private final ArrayDeque<Attempt> open = new ArrayDeque<>();
    private boolean calm;

    /** How a model was asked. */
    record Attempt(int number, IsolationContext stream, String messageId, CompletableFuture<Reply> reply) {
        Reply text() {
            return Reply.of("to " + messageId + BEFORE_NUMBER + number).using(new Usage("model", Bot.NOON, 1, 1));
        }

        /** Whether the model failed, and is not to be asked again. */
        boolean failedForGood() {
            return reply.isCompletedExceptionally()
                    && !reply.isCancelled()
                    && !(reply.handle((value, failure) -> failure).join() instanceof TransientFailureException);
        }

        @Override
        public String toString() {
            return "#" + number + " " + stream.canonical() + " " + messageId + " " + reply;
        }
    }

    FickleReplies(long seed) {
        this.seed = seed;
    }

    /** The number of the attempt that a reply comes of. */
    static int attemptOf(String text) {
        return Integer.parseInt(text.substring(text.indexOf(BEFORE_NUMBER) + BEFORE_NUMBER.length()));
    }

    /** The generator of a process. */
    ReplyGenerator of(String process, Consumer<String> trace) {
        return request -> {
            Attempt attempt = generate(request);
            trace.accept(process + " asks " + attempt);
            return attempt.reply();
        };
    }

    private synchronized Attempt generate(ReplyRequest request) {
        String id = request.message().messageId();
        IsolationContext stream = request.turn().stream();
        int times = asked.merge(stream.canonical() + id, 1, Integer::sum);
        Attempt attempt = new Attempt(attempts.size() + 1, stream, id, new CompletableFuture<>());
        attempts.add(attempt);
        int dice = new Random(seed * 31 + (stream.canonical() + id).hashCode() + times * 7919L).nextInt(100);
        if (calm || dice < 55) {
            attempt.reply().complete(attempt.text());
        } else if (dice < 90) {
            open.add(attempt);
        } else {
            fail(attempt, dice < 97);
        }
        return attempt;
    }

    private static void fail(Attempt attempt, boolean transiently) {
        attempt.reply()
                .completeExceptionally(
                        transiently ? new TransientFailureException("busy") : new IllegalStateException(FOR_GOOD));
    }

    /** Ends the oldest attempt that waits, if there is one. */
    void endOne(int dice) {
        Attempt oldest;
        synchronized (this) {
            oldest = open.poll();
        }
        if (oldest == null) {
            return;
        }
        if (dice < 80) {
            oldest.reply().complete(oldest.text());
        } else {
            fail(oldest, dice < 92);
        }
    }

    /** Replies from now on, also to what waits. */
    void calm() {
        List<Attempt> waiting;
        synchronized (this) {
            calm = true;
            waiting = List.copyOf(open);
            open.clear();
        }
        waiting.forEach(attempt -> attempt.reply().complete(attempt.text()));
    }

    synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }
}
