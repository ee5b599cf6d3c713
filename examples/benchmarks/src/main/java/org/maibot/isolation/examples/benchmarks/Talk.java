package org.maibot.isolation.examples.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.maibot.isolation.heartflow.InboundMessage;

/**
 * Messages that follow one another through chat streams, which follow one another through tenants.
 *
 * @param tenants the tenants
 * @param agent the agent of each of them
 * @param streams how many chat streams they have in all
 */
record Talk(List<String> tenants, String agent, int streams) {
    static final String PLATFORM = "qq";
    private static final List<String> FOUR =
            IntStream.range(0, 4).mapToObj(i -> "tenant-" + i).toList();
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TEXT = "你好，可以帮我推荐一个评分是4分以上的酒店吗？";

    /** A talk with the agent of four tenants. */
    static Talk ofFour(String agent, int streams) {
        return new Talk(FOUR, agent, streams);
    }

    /** The message of a number. */
    InboundMessage message(int number) {
        int stream = number % streams;
        return message(tenant(stream), stream, number);
    }

    /** A message for a chat stream. */
    InboundMessage message(String tenant, int stream, int number) {
        return InboundMessage.builder()
                .tenantId(tenant)
                .agentId(agent)
                .platform(PLATFORM)
                .messageId("m-" + number)
                .user("user-" + number % 4)
                .group(group(stream))
                .time(FIRST.plusMillis(number))
                .text(TEXT)
                .build();
    }

    /** The tenant of a chat stream. */
    String tenant(int stream) {
        return tenants.get(stream % tenants.size());
    }

    /** The id of a chat stream. */
    static String group(int stream) {
        return "group-" + stream;
    }

    /** The messages from a number on. */
    List<InboundMessage> messages(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(this::message).toList();
    }
}
