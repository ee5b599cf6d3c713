package org.maibot.isolation.examples.quickstart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A line of a chat log.
 *
 * @param tenant the tenant's id
 * @param agent the agent's id
 * @param platform the platform
 * @param chatStream the chat stream's id
 * @param messageId the message's id
 * @param text what it says
 */
record LogLine(String tenant, String agent, String platform, String chatStream, String messageId, String text) {

    /** A line of a tenant, with an id and everything else as in any other. */
    static LogLine of(String tenant, String messageId) {
        return new LogLine(tenant, "support", "qq", "group-1", messageId, "hello");
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("tenant_id", tenant)
                .put("agent_id", agent)
                .put("platform", platform)
                .put("chat_stream_id", chatStream)
                .put("message_id", messageId)
                .put("user_id", "ann")
                .put("role", "user")
                .put("time", 1700000000.5)
                .put("text", text);
    }

    @Override
    public String toString() {
        return json().toString();
    }

    /** Writes lines to a new file. */
    static Path write(Path directory, List<?> lines) throws IOException {
        return Files.write(
                directory.resolve("chat.jsonl"),
                lines.stream().map(Object::toString).toList());
    }
}
