package org.maibot.isolation.jdbc;

import static org.maibot.isolation.jdbc.CanonicalSchema.EXPIRES_AT;
import static org.maibot.isolation.jdbc.CanonicalSchema.NODES;
import static org.maibot.isolation.jdbc.CanonicalSchema.NODE_ID;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.DSLContext;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Arrival;
import org.maibot.isolation.jdbc.MessageInbox.Completion;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;
import org.maibot.isolation.query.Message;

/** A runtime with an inbox, as one of the processes on a database, and short ways to use it. */
final class InboxNode implements AutoCloseable {
    private final Isolation isolation;
    private final MessageInbox inbox;

    InboxNode(FreshDatabase database) {
        this.isolation = Isolation.builder()
                .dataSource(database.dataSource())
                .observer(event -> {})
                .open();
        this.inbox = isolation.inbox(Duration.ofMinutes(5));
    }

    Isolation isolation() {
        return isolation;
    }

    MessageInbox inbox() {
        return inbox;
    }

    DSLContext system() {
        return isolation.system("a test").dsl();
    }

    static Arrival arrival(IsolationContext stream, String id) {
        return new Arrival(stream, id, "payload of " + id);
    }

    List<Receipt> accept(IsolationContext stream, String... ids) {
        return inbox.accept(Arrays.stream(ids).map(id -> arrival(stream, id)).toList());
    }

    List<Entry> entries(IsolationContext stream) {
        return inbox.entries(stream, 0, 10_000);
    }

    /** What comes of an entry: the message, and an answer. */
    static Completion completion(Entry entry) {
        Message message = Samples.message(entry.messageId());
        Message answer = new Message(
                "re-" + entry.messageId(), "bot", Message.Role.AGENT, Samples.NOON, "answer to " + entry.messageId());
        return new Completion(entry, List.of(message, answer), List.of(), "outcome of " + entry.messageId());
    }

    List<Boolean> complete(List<Entry> entries) {
        return inbox.complete(entries.stream().map(InboxNode::completion).toList());
    }

    /** The messages that a stream has, without the answers. */
    List<String> stored(IsolationContext stream) {
        List<String> ids = new ArrayList<>();
        isolation
                .queries(stream)
                .messages()
                .history(10_000)
                .messages()
                .forEach(message -> ids.add(message.messageId()));
        ids.removeIf(id -> id.startsWith("re-"));
        return ids;
    }

    /** Makes all processes look as if they had given no sign of life for too long, but not one. */
    static void expireAllBut(DSLContext system, List<Long> nodes) {
        system.update(NODES).set(EXPIRES_AT, 0L).where(NODE_ID.notIn(nodes)).execute();
    }

    static List<Long> nodes(DSLContext system) {
        return system.select(NODE_ID).from(NODES).fetch(NODE_ID);
    }

    @Override
    public void close() {
        inbox.close();
        isolation.close();
    }
}
