package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGES;
import static org.maibot.isolation.jdbc.CanonicalSchema.MESSAGE_ID;
import static org.maibot.isolation.jdbc.CanonicalSchema.ROLE;
import static org.maibot.isolation.jdbc.CanonicalSchema.SEQUENCE;
import static org.maibot.isolation.jdbc.CanonicalSchema.TEXT;
import static org.maibot.isolation.jdbc.CanonicalSchema.TIME;
import static org.maibot.isolation.jdbc.CanonicalSchema.USER_ID;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jooq.BatchBindStep;
import org.jooq.DSLContext;
import org.jooq.Insert;
import org.maibot.isolation.query.Message;

/** Inserts messages that are not there yet. */
record MessageWriter(DSLContext dsl) {

    /** Inserts messages in their order under ascending numbers; returns how many were not there yet. */
    int insert(List<Message> messages, long firstSequence) {
        if (messages.size() == 1) {
            return insert(values(messages.get(0), firstSequence)).execute();
        }
        BatchBindStep batch = dsl.batch(insert(new Object[6]));
        for (int i = 0; i < messages.size(); i++) {
            batch = batch.bind(values(messages.get(i), firstSequence + i));
        }
        return Arrays.stream(batch.execute()).sum();
    }

    private Insert<?> insert(Object[] values) {
        return dsl.insertInto(MESSAGES, MESSAGE_ID, SEQUENCE, USER_ID, ROLE, TIME, TEXT)
                .values(Arrays.asList(values))
                .onConflictDoNothing();
    }

    private static Object[] values(Message message, long sequence) {
        return new Object[] {
            message.messageId(),
            sequence,
            message.userId(),
            message.role().name().toLowerCase(Locale.ROOT),
            Micros.of(message.time()),
            message.text()
        };
    }
}
