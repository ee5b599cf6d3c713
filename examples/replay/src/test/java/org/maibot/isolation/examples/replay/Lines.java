package org.maibot.isolation.examples.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.maibot.isolation.jdbc.ChatLogLine;
import org.maibot.isolation.jdbc.ChatLogReader;

/** Lines of chat logs for tests. */
final class Lines {
    private Lines() {}

    /** A message of a user to {@code acme}'s agent {@code support}. */
    static ObjectNode line(String messageId, String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("tenant_id", "acme")
                .put("agent_id", "support")
                .put("platform", "qq")
                .put("chat_stream_id", "1001")
                .put("message_id", messageId)
                .put("user_id", "ann")
                .put("role", "user")
                .put("time", 1700000000.5)
                .put("text", text);
    }

    /** A line as it is read from a log. */
    static ChatLogLine read(ObjectNode line) throws IOException {
        InputStream log = new ByteArrayInputStream(line.toString().getBytes(UTF_8));
        return ChatLogReader.lenient(log, bad -> fail(bad.reason())).next().orElseThrow();
    }

    /** Writes lines to a new file. */
    static Path write(Path directory, List<?> lines) throws IOException {
        return Files.write(
                directory.resolve("chat.jsonl"),
                lines.stream().map(Object::toString).toList());
    }
}
