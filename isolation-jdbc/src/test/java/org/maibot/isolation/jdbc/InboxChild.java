package org.maibot.isolation.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.MessageInbox.Arrival;
import org.maibot.isolation.jdbc.MessageInbox.Completion;
import org.maibot.isolation.jdbc.MessageInbox.Entry;
import org.maibot.isolation.jdbc.MessageInbox.Receipt;
import org.maibot.isolation.query.Message;

/** A process that accepts and handles messages until it is killed, and says what it did. */
final class InboxChild {
    static final int STREAMS = 10;
    private static final int BATCH = 25;
    private static final long LIFE = Duration.ofSeconds(60).toNanos();

    private final MessageInbox inbox;
    private final String name;
    private final Set<IsolationContext> held = new HashSet<>();
    private int count;

    private InboxChild(MessageInbox inbox, String name) {
        this.inbox = inbox;
        this.name = name;
    }

    /** Takes the URL of a database, and a name for the messages of this process. */
    public static void main(String[] arguments) {
        long start = System.nanoTime();
        try (Isolation isolation = Isolation.builder()
                        .jdbcUrl(arguments[0])
                        .observer(event -> {})
                        .open();
                MessageInbox inbox = isolation.inbox(Duration.ofMinutes(5))) {
            InboxChild child = new InboxChild(inbox, arguments[1]);
            while (!System.out.checkError() && System.nanoTime() - start < LIFE) { // else nobody listens any more
                child.accept();
                child.held.addAll(inbox.claim(STREAMS));
                child.handle();
            }
        }
    }

    static IsolationContext stream(int number) {
        return IsolationContext.of("acme", "bot", "qq", "g" + number);
    }

    private void accept() {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            String id = String.format("%s-%06d", name, count);
            arrivals.add(InboxNode.arrival(stream(count++ % STREAMS), id));
        }
        List<Receipt> receipts = inbox.accept(arrivals);
        for (int i = 0; i < receipts.size(); i++) {
            if (receipts.get(i) instanceof Receipt.Accepted) {
                held.add(arrivals.get(i).stream());
            }
            System.out.println("accepted " + arrivals.get(i).messageId());
        }
    }

    private void handle() {
        List<Completion> completions = new ArrayList<>();
        for (IsolationContext stream : held) {
            inbox.entries(stream, 0, BATCH).forEach(entry -> completions.add(completion(entry)));
        }
        List<Boolean> done = inbox.complete(completions);
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i)) {
                System.out.println("done " + completions.get(i).entry().messageId());
            }
        }
    }

    /** Every handling gives another answer: if two were stored, an entry would have been handled twice. */
    static Completion completion(Entry entry) {
        Message message = Samples.message(entry.messageId());
        Message answer = new Message(
                UUID.randomUUID().toString(), "bot", Message.Role.AGENT, Samples.NOON, "re " + entry.messageId());
        return new Completion(entry, List.of(message, answer), List.of(), "done");
    }
}
