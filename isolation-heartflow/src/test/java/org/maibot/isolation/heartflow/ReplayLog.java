package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.maibot.isolation.IsolationContext;

/**
 * A chat log as bots see them: several tenants, agents and streams at once, whose ids repeat across scopes on purpose. The property
 * {@code isolation.heartflow.log} names a real one in JSON Lines, of which each line is a message whoever wrote it.
 */
record ReplayLog(List<InboundMessage> messages) {
    private static final String FILE = System.getProperty("isolation.heartflow.log", "");
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final List<String> TENANTS = List.of("acme", "Acme", "a:b", "租户");
    private static final List<String> AGENTS = List.of("support", "sales");
    private static final List<String> PLATFORMS = List.of("qq", "discord");
    private static final int GROUPS = 8;

    /** The log that is named, or else one of so many lines that is always the same. */
    static ReplayLog of(int lines) {
        return FILE.isEmpty() ? generated(lines) : read(Path.of(FILE));
    }

    private static ReplayLog generated(int lines) {
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

    private static ReplayLog read(Path file) {
        JsonMapper json = new JsonMapper();
        try {
            List<InboundMessage> messages = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                messages.add(message(json.readTree(line)));
            }
            return new ReplayLog(messages);
        } catch (IOException e) {
            throw new AssertionError("the log cannot be read: " + file.toAbsolutePath(), e);
        }
    }

    private static InboundMessage message(JsonNode line) {
        return InboundMessage.builder()
                .tenantId(line.required("tenant_id").textValue())
                .agentId(line.required("agent_id").textValue())
                .platform(line.required("platform").textValue())
                .messageId(line.required("message_id").textValue())
                .user(line.required("user_id").textValue())
                .group(line.required("chat_stream_id").textValue())
                .time(Instant.ofEpochMilli(
                        Math.round(1_000 * line.required("time").doubleValue())))
                .text(line.required("text").textValue())
                .build();
    }

    /** What one of several processes brings of it. */
    ReplayLog part(int part, int parts) {
        return new ReplayLog(IntStream.range(0, messages.size())
                .filter(i -> i % parts == part)
                .mapToObj(messages::get)
                .toList());
    }

    /**
     * A message as it is stored.
     *
     * @param role {@code user} or {@code agent}
     */
    record Line(String role, String messageId, String userId, String text) {}

    /** What each stream holds once the log is replayed: the messages in their order, each with its reply. */
    Map<IsolationContext, List<Line>> replayed() {
        Map<IsolationContext, List<Line>> streams = new LinkedHashMap<>();
        for (InboundMessage message : messages) {
            List<Line> lines = streams.computeIfAbsent(stream(message), any -> new ArrayList<>());
            String agent = message.agentId().orElseThrow();
            lines.add(new Line("user", message.messageId(), message.user().userId(), message.text()));
            lines.add(new Line(
                    "agent", ReplyIds.replyTo(stream(message), message.messageId()), agent, "echo " + message.text()));
        }
        return streams;
    }

    private static IsolationContext stream(InboundMessage message) {
        return IsolationContext.of(
                message.tenantId().orElseThrow(),
                message.agentId().orElseThrow(),
                message.platform(),
                requireNonNull(message.group().orElseThrow().groupId()));
    }
}
