package org.maibot.isolation.jdbc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Set;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.query.Message;

/** Reads one line of a chat log. */
final class ChatLogParser {
    private static final Set<String> MEMBERS = Set.of(
            "tenant_id", "agent_id", "platform", "chat_stream_id", "message_id", "user_id", "role", "time", "text");
    private static final BigDecimal MICROS_PER_SECOND = BigDecimal.valueOf(1_000_000);
    private static final int MAX_EXPONENT = 20;
    private static final int MAX_DECIMALS = 1000;

    private final ObjectReader reader = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    private final boolean strict;

    private ChatLogParser(boolean strict) {
        this.strict = strict;
    }

    /** One that takes a member which the format does not know for a mistake. */
    static ChatLogParser strict() {
        return new ChatLogParser(true);
    }

    /** One that leaves it out. */
    static ChatLogParser lenient() {
        return new ChatLogParser(false);
    }

    ChatLogLine parse(long number, String json) throws BadLineException {
        JsonNode line = object(json);
        try {
            return new ChatLogLine(number, context(line), message(line));
        } catch (IsolationViolationException | IllegalArgumentException e) {
            throw new BadLineException(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode object(String json) throws BadLineException {
        JsonNode line;
        try {
            line = reader.readValue(json);
        } catch (JsonProcessingException e) {
            throw new BadLineException("it is not JSON: " + Refusal.bounded(e.getOriginalMessage()));
        } catch (NumberFormatException e) {
            throw new BadLineException("it has a number that is out of range");
        }
        if (!line.isObject()) {
            throw new BadLineException("it is not a JSON object");
        }
        if (strict) {
            requireKnownMembers(line);
        }
        return line;
    }

    private static void requireKnownMembers(JsonNode line) throws BadLineException {
        for (String name : (Iterable<String>) line::fieldNames) {
            if (!MEMBERS.contains(name)) {
                throw new BadLineException("it has a member that the format does not know: " + Refusal.bounded(name));
            }
        }
    }

    private static IsolationContext context(JsonNode line) throws BadLineException {
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
            throw new BadLineException("time " + (value.isMissingNode() ? "is missing" : "is not a number"));
        }
        BigDecimal seconds = value.decimalValue();
        if (seconds.scale() > MAX_DECIMALS) {
            throw new BadLineException("time has more than " + MAX_DECIMALS + " decimals");
        }
        if ((long) seconds.precision() - seconds.scale() > MAX_EXPONENT) {
            throw new BadLineException("time is out of range: too far from 1970");
        }
        try {
            return Micros.toInstant(seconds.multiply(MICROS_PER_SECOND)
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new BadLineException("time is out of range: too far from 1970");
        }
    }
}
