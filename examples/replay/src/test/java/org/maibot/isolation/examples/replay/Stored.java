package org.maibot.isolation.examples.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.Isolation;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.StoredMessage;

/** What a database holds, and what it is to hold. */
final class Stored {
    private Stored() {}

    /** The ids and texts of the users' messages of each chat stream, in the order of their arrival. */
    static Map<IsolationContext, List<String>> ofUsers(String url, Iterable<IsolationContext> streams) {
        Map<IsolationContext, List<String>> stored = new LinkedHashMap<>();
        try (Isolation isolation = Isolation.open(url)) {
            for (IsolationContext stream : streams) {
                stored.put(stream, ofUsers(isolation, stream));
            }
        }
        return stored;
    }

    private static List<String> ofUsers(Isolation isolation, IsolationContext stream) {
        return isolation.queries(stream).messages().history(IsolatedQueryManager.MAX_LIMIT).messages().stream()
                .sorted(Comparator.comparing(StoredMessage::sequence))
                .filter(message -> message.role() == Message.Role.USER)
                .map(message -> message.messageId() + " " + message.text())
                .toList();
    }

    /** How many messages there are, of users and agents, in whatever scope. */
    static int messages(String url) {
        try (Isolation isolation = Isolation.open(url)) {
            return isolation.system("test").dsl().fetchCount(DSL.table("messages"));
        }
    }

    /** The time of the newest message of a scope. */
    static Instant newest(String url, IsolationContext scope) {
        try (Isolation isolation = Isolation.open(url)) {
            return isolation
                    .queries(scope)
                    .messages()
                    .recent(1)
                    .messages()
                    .get(0)
                    .time();
        }
    }

    /** The same as {@link #ofUsers(String, Iterable)}, of a log, without a tenant that the bot does not have. */
    static Map<IsolationContext, List<String>> expected(List<String> log, String without)
            throws JsonProcessingException {
        JsonMapper json = new JsonMapper();
        Map<IsolationContext, List<String>> expected = new LinkedHashMap<>();
        for (String text : log) {
            JsonNode line = json.readTree(text);
            if (line.get("role").textValue().equals("user")
                    && !line.get("tenant_id").textValue().equals(without)) {
                expected.computeIfAbsent(stream(line), any -> new ArrayList<>())
                        .add(line.get("message_id").textValue() + " "
                                + line.get("text").textValue());
            }
        }
        return expected;
    }

    private static IsolationContext stream(JsonNode line) {
        return IsolationContext.of(
                line.get("tenant_id").textValue(),
                line.get("agent_id").textValue(),
                line.get("platform").textValue(),
                line.get("chat_stream_id").textValue());
    }
}
