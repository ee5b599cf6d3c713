package org.maibot.isolation.jdbc;

import java.time.Instant;
import org.maibot.isolation.query.Message;

/** Messages for tests that care about some of their parts only. */
final class Samples {
    static final Instant NOON = Instant.parse("2024-03-01T12:00:00Z");

    private Samples() {}

    static Message message(String id) {
        return message(id, NOON);
    }

    static Message message(String id, Instant time) {
        return message(id, time, "text of " + id);
    }

    static Message message(String id, Instant time, String text) {
        return new Message(id, "user-1", Message.Role.USER, time, text);
    }

    static Message by(String userId, String id) {
        return by(userId, id, NOON);
    }

    static Message by(String userId, String id, Instant time) {
        return new Message(id, userId, Message.Role.USER, time, "text of " + id);
    }
}
