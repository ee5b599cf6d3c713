package org.maibot.isolation.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.maibot.isolation.heartflow.Heartflow;
import org.maibot.isolation.heartflow.HeartflowBuilder;
import org.maibot.isolation.heartflow.HeartflowProcessor;
import org.maibot.isolation.heartflow.InboundMessage;
import org.maibot.isolation.heartflow.Outcome;
import org.maibot.isolation.heartflow.Outcome.IgnoreReason;
import org.maibot.isolation.heartflow.Outcome.Ignored;
import org.maibot.isolation.heartflow.Overflow;
import org.maibot.isolation.heartflow.Reply;
import org.maibot.isolation.heartflow.ReplyGenerator;
import org.maibot.isolation.jdbc.Isolation;

/** A heartflow with a processor for the agent of each tenant. */
record Bot(Heartflow heartflow, Map<String, HeartflowProcessor> processors) implements AutoCloseable {
    /** How many threads handle messages when as many as possible are measured, on both sides. */
    static final int WORKERS = 2;

    static Bot of(Heartflow heartflow, List<String> tenants, String agent) {
        return new Bot(
                heartflow,
                tenants.stream()
                        .collect(Collectors.toMap(
                                Function.identity(), tenant -> heartflow.createHeartflowProcessor(tenant, agent))));
    }

    /** Settings of a bot that reads no history and sends its replies nowhere. */
    static HeartflowBuilder settings(Isolation isolation, ReplyGenerator generator) {
        CompletableFuture<Boolean> sent = CompletableFuture.completedFuture(true);
        return Heartflow.on(isolation)
                .replyGenerator(generator)
                .sender(segment -> sent)
                .historySize(0)
                .memoriesSize(0);
    }

    /** Settings of a bot that never has anything to say, and has whoever sends too much wait. */
    static HeartflowBuilder silent(Isolation isolation) {
        CompletableFuture<Reply> nothing = CompletableFuture.completedFuture(Reply.nothing());
        return settings(isolation, request -> nothing).workers(WORKERS).overflow(Overflow.WAIT);
    }

    /** Hands a message to the processor of its tenant. */
    CompletionStage<Outcome> process(InboundMessage message) {
        String tenant = message.tenantId().orElseThrow();
        return requireNonNull(processors.get(tenant)).process(message);
    }

    /** Whether a message had its turn, and there was nothing to say. */
    static boolean hasNothingToSay(Outcome outcome) {
        return outcome instanceof Ignored ignored && ignored.reason() == IgnoreReason.NOTHING_TO_SAY;
    }

    @Override
    public void close() {
        heartflow.close();
    }
}
