package org.maibot.isolation.examples.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.query.Message;

/** Reads one line of a chat log: a JSON object; members that the format does not know are left out. */
final class LogParser {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final ObjectReader reader = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    LogLine parse(String json) throws BadLineException {
        JsonNode line = object(json);
        try {
            return new LogLine(stream(line), message(line));
        } catch (IsolationViolationException | IllegalArgumentException e) {
            throw new BadLineException(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode object(String json) throws BadLineException {
        JsonNode line;
        try {
            line = reader.readValue(json);
        } catch (JsonProcessingException e) {
            throw new BadLineException("it is not JSON: " + e.getOriginalMessage());
        }
        if (!line.isObject()) {
            throw new BadLineException("it is not a JSON object");
        }
        return line;
    }

    private static IsolationContext stream(JsonNode line) throws BadLineException {
        return IsolationContext.of(
                text(line, "tenant_id"), text(line, "agent_id"), text(line, "platform"), text(line, "chat_stream_id"));
    }

    private static Message message(JsonNode line) throws BadLineException {
        return new Message(text(line, "message_id"), text(line, "user_id"), role(line), time(line), text(line, "text"));
    }

    private static String text(JsonNode line, String name) throws BadLineException {
        JsonNode value = line.path(name);
        if (!value.isTextual()) {
            throw new BadLineException(name + (value.isMissingNode() ? " is missing" : " is not a text"));
        }
        return value.textValue();
    }

    private static Message.Role role(JsonNode line) throws BadLineException {
        return switch (text(line, "role")) {
            case "user" -> Message.Role.USER;
            case "agent" -> Message.Role.AGENT;
            default -> throw new BadLineException("role is neither \"user\" nor \"agent\"");
        };
    }

    private static Instant time(JsonNode line) throws BadLineException {
        JsonNode value = line.path("time");
        if (!value.isNumber()) {
            throw new BadLineException("time " + (value.isMissingNode() ? "is missing" : "is not a number of seconds"));
        }
        double seconds = value.doubleValue();
        try {
            long whole = (long) Math.floor(seconds);
            return Instant.ofEpochSecond(whole, (long) ((seconds - whole) * NANOS_PER_SECOND));
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadLineException("time is out of range: too far from 1970");
        }
    }
}
