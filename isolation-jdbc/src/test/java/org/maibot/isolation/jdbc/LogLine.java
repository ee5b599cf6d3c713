package org.maibot.isolation.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A line of a chat log, good unless it is changed.
 *
 * @param members its members
 */
record LogLine(Map<String, Object> members) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HALF_A_PAIR = Pattern.compile("\\p{Cs}");

    /** A good line of one chat stream; the time is the number of the message, in seconds. */
    static LogLine of(int number) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("tenant_id", "acme");
        members.put("agent_id", "bot");
        members.put("platform", "qq");
        members.put("chat_stream_id", "g1");
        members.put("message_id", "m-" + number);
        members.put("user_id", "user-1");
        members.put("role", "user");
        members.put("time", number);
        members.put("text", "text " + number);
        return new LogLine(members);
    }

    LogLine with(String member, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        changed.put(member, value);
        return new LogLine(changed);
    }

    LogLine without(String member) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        changed.remove(member);
        return new LogLine(changed);
    }

    /** The line with a value that is JSON text already. */
    String withRaw(String member, String json) {
        return with(member, "RAW").json().replace("\"RAW\"", json);
    }

    /** The line itself. Halves of surrogate pairs are escaped, since UTF-8 has no bytes for them. */
    String json() {
        try {
            return HALF_A_PAIR
                    .matcher(JSON.writeValueAsString(members))
                    .replaceAll(half -> String.format("\\\\u%04x", half.group().codePointAt(0)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String log(List<LogLine> lines) {
        return lines.stream().map(line -> line.json() + "\n").reduce("", String::concat);
    }
}
