package org.maibot.isolation.heartflow;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Messages and parts of bots for tests. */
final class Bot {
    static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private Bot() {}

    /** A message for the agent {@code support} of a tenant, from a group on {@code qq}. */
    static InboundMessage.Builder message(String tenant, String group, String id) {
        return InboundMessage.builder()
                .tenantId(tenant)
                .agentId("support")
                .platform("qq")
                .messageId(id)
                .user("user-7")
                .group(group)
                .time(NOON)
                .text("hello " + id);
    }

    /** Answers with what was said. */
    static ReplyGenerator echo() {
        return request -> CompletableFuture.completedFuture(
                Reply.of("echo " + request.message().text()));
    }

    static ReplyGenerator silent() {
        CompletableFuture<Reply> nothing = CompletableFuture.completedFuture(Reply.nothing());
        return request -> nothing;
    }

    static OutboundSender nowhere() {
        CompletableFuture<Boolean> sent = CompletableFuture.completedFuture(true);
        return message -> sent;
    }
}
