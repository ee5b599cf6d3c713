package org.maibot.isolation.heartflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.maibot.isolation.IsolationContext;

/** A chat log as bots see them: several tenants, agents and streams at once, whose ids repeat across scopes on purpose. */
record ReplayLog(List<InboundMessage> messages) {
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final List<String> TENANTS = List.of("acme", "Acme", "a:b", "租户");
    private static final List<String> AGENTS = List.of("support", "sales");
    private static final List<String> PLATFORMS = List.of("qq", "discord");
    private static final int GROUPS = 8;

    /** A log that is always the same. */
    static ReplayLog of(int lines) {
        Random random = new Random(7);
        List<InboundMessage> messages = new ArrayList<>();
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (int i = 0; i < lines; i++) {
            String tenant = any(TENANTS, random);
            String agent = any(AGENTS, random);
            String platform = any(PLATFORMS, random);
            String group = "g" + random.nextInt(GROUPS);
            int id = ids.merge(tenant + "\n" + agent + "\n" + platform + "\n" + group, 1, Integer::sum);
            messages.add(InboundMessage.builder()
                    .tenantId(tenant)
                    .agentId(agent)
                    .platform(platform)
                    .messageId("m-" + id)
                    .user("user-" + random.nextInt(5))
                    .group(group)
                    .time(START.plusSeconds(i))
                    .text("line " + i + " 你好")
                    .build());
        }
        return new ReplayLog(messages);
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    /** The messages of each stream, in their order. */
    Map<IsolationContext, List<String>> byStream() {
        Map<IsolationContext, List<String>> streams = new LinkedHashMap<>();
        for (InboundMessage message : messages) {
            streams.computeIfAbsent(stream(message), any -> new ArrayList<>()).add(message.text());
        }
        return streams;
    }

    private static IsolationContext stream(InboundMessage message) {
        return IsolationContext.of(
                message.tenantId().orElseThrow(),
                message.agentId().orElseThrow(),
                message.platform(),
                message.group().orElseThrow().groupId());
    }
}
