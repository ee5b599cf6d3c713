package org.maibot.isolation;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON form of a context (RFC 8259): written and read here because this module has no JSON library. */
final class ContextJson {
    private final String text;
    private int at;

    private ContextJson(String text) {
        this.text = text;
    }

    static String of(IsolationContext context) {
        StringBuilder json = new StringBuilder("{");
        for (Dimension dimension : Dimension.values()) {
            context.id(dimension).ifPresent(id -> {
                json.append(json.length() == 1 ? "\"" : ",\"").append(dimension.columnName());
                json.append("\":\"").append(escape(id)).append('"');
            });
        }
        return json.append('}').toString();
    }

    /** Ids hold no control characters, so two characters are left to escape. */
    private static String escape(String id) {
        return id.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    static IsolationContext parse(String json) {
        Map<String, String> members = new ContextJson(json).object();
        List<String> ids = new ArrayList<>();
        for (Dimension dimension : Dimension.values()) {
            String id = members.remove(dimension.columnName());
            if (id != null && ids.size() < dimension.depth()) {
                throw refuse();
            }
            if (id != null) {
                ids.add(id);
            }
        }
        if (ids.isEmpty() || !members.isEmpty()) {
            throw refuse();
        }
        return IsolationContext.ofIds(ids);
    }

    private Map<String, String> object() {
        Map<String, String> members = new LinkedHashMap<>();
        expect('{');
        do {
            String name = string();
            expect(':');
            if (members.put(name, string()) != null) {
                throw refuse();
            }
        } while (accept(','));
        expect('}');
        skipSpace();
        if (at != text.length()) {
            throw refuse();
        }
        return members;
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            value.append(c == '\\' ? escaped() : c);
        }
        return value.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw refuse();
        };
    }

    private char unicode() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char digit = next();
            if (!HexFormat.isHexDigit(digit)) {
                throw refuse();
            }
            value = value * 16 + HexFormat.fromHexDigit(digit);
        }
        return (char) value;
    }

    private char next() {
        if (at == text.length()) {
            throw refuse();
        }
        return text.charAt(at++);
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw refuse();
        }
    }

    private boolean accept(char c) {
        skipSpace();
        boolean found = at < text.length() && text.charAt(at) == c;
        at += found ? 1 : 0;
        return found;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static IsolationViolationException refuse() {
        return new IsolationViolationException(
                ViolationReason.INVALID_CONTEXT_TEXT,
                "The text is not the JSON form of an isolation context",
                "Give one object with the text members tenant_id, agent_id, platform and chat_stream_id, from the"
                        + " outside in");
    }
}
