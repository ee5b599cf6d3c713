package org.maibot.isolation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maibot.isolation.query.IsolatedQueryManager.MAX_LIMIT;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.MessageCursor;
import org.maibot.isolation.query.MessagePage;
import org.maibot.isolation.query.MessageQueries;
import org.maibot.isolation.query.StoredMessage;
import org.maibot.isolation.testkit.HostileContexts.Pair;

/** What {@link IsolatedQueryManagerContract} asks of messages. */
record MessageChecks(ScopedQueries queries) {
    /** The chat streams. */
    static final List<IsolationContext> STREAMS = HostileContexts.all();

    /** The time of the first messages. */
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    /** The only user. */
    static final String USER = "user-1";

    private static Message message(int stream, int number) {
        return new Message(
                "m-" + number, USER, Message.Role.USER, NOON.plusSeconds(number), "text " + number + " of " + stream);
    }

    /** Two messages of the same ids and times for every chat stream. */
    void fill() throws Exception {
        for (int i = 0; i < STREAMS.size(); i++) {
            messages(STREAMS.get(i)).appendAll(List.of(message(i, 1), message(i, 2)));
        }
    }

    private MessageQueries messages(IsolationContext context) throws Exception {
        return queries.of(context).messages();
    }

    void found() throws Exception {
        fill();
        for (int i = 0; i < STREAMS.size(); i++) {
            assertThat(messages(STREAMS.get(i)).find("m-1"))
                    .as("m-1 of %s", STREAMS.get(i))
                    .hasValueSatisfying(requireOwn(STREAMS.get(i), message(i, 1)));
        }
    }

    private static Consumer<StoredMessage> requireOwn(IsolationContext stream, Message message) {
        return stored -> {
            assertThat(stored.context()).isEqualTo(stream);
            assertThat(stored.message()).isEqualTo(message);
        };
    }

    void absent() throws Exception {
        for (int i = 0; i < STREAMS.size(); i++) {
            assertThat(messages(STREAMS.get(i)).find("m-1"))
                    .as("a message that others have, and %s has not", STREAMS.get(i))
                    .isEmpty();
            messages(STREAMS.get(i)).append(message(i, 1));
        }
    }

    void repeatedIds() throws Exception {
        for (int i = 0; i < STREAMS.size(); i++) {
            MessageQueries messages = messages(STREAMS.get(i));
            assertThat(messages.append(message(i, 1)))
                    .as("m-1 is new in %s", STREAMS.get(i))
                    .isTrue();
            assertThat(messages.appendAll(List.of(message(i, 1), message(i, 2))))
                    .as("messages that are new in %s", STREAMS.get(i))
                    .isOne();
        }
        for (int i = 0; i < STREAMS.size(); i++) {
            assertThat(messages(STREAMS.get(i)).history(10).messages())
                    .as("the history of %s", STREAMS.get(i))
                    .extracting(StoredMessage::message)
                    .containsExactly(message(i, 1), message(i, 2));
        }
    }

    void histories() throws Exception {
        fill();
        for (Dimension level : Dimension.values()) {
            for (IsolationContext context : HostileContexts.at(level)) {
                MessageQueries messages = messages(context);
                for (MessagePage page : List.of(
                        messages.history(MAX_LIMIT),
                        messages.recent(MAX_LIMIT),
                        messages.search("text", MAX_LIMIT),
                        messages.byUser(USER, MAX_LIMIT))) {
                    requireInside(context, page);
                }
            }
        }
    }

    /** All messages of all chat streams inside. */
    private static void requireInside(IsolationContext context, MessagePage page) {
        List<Message> expected = new ArrayList<>();
        for (int i = 0; i < STREAMS.size(); i++) {
            if (context.contains(STREAMS.get(i))) {
                expected.add(message(i, 1));
                expected.add(message(i, 2));
            }
        }
        assertThat(page.messages())
                .as("the messages that %s sees", context)
                .extracting(StoredMessage::message)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    void counts() throws Exception {
        fill();
        for (Dimension level : Dimension.values()) {
            for (IsolationContext context : HostileContexts.at(level)) {
                assertThat(messages(context).count())
                        .as("the number of messages of %s", context)
                        .isEqualTo(2L * inside(context));
            }
        }
    }

    /** How many chat streams a context contains. */
    static int inside(IsolationContext context) {
        return (int) STREAMS.stream().filter(context::contains).count();
    }

    /** A place in the history of another scope is refused, or leads to messages of the own scope only. */
    void foreignPlaces() throws Exception {
        fill();
        for (Pair pair : HostileContexts.pairs()) {
            MessageQueries messages = messages(pair.one());
            MessageCursor place = new MessageCursor(NOON.plusSeconds(1), pair.other(), 1);
            for (Callable<MessagePage> asked :
                    List.<Callable<MessagePage>>of(() -> messages.after(place, 10), () -> messages.before(place, 10))) {
                MessagePage page = ContractDatabase.attempt(asked);
                assertThat(page == null ? List.<StoredMessage>of() : page.messages())
                        .as("what %s sees from a place in %s", pair.one(), pair.other())
                        .allMatch(stored -> stored.context().equals(pair.one()));
            }
        }
    }

    /** A page begins where the last one of the same scope has ended. */
    void places() throws Exception {
        fill();
        for (int i = 0; i < STREAMS.size(); i++) {
            MessageQueries messages = messages(STREAMS.get(i));
            MessageCursor first = messages.history(1).last().orElseThrow();
            MessageCursor last = messages.recent(1).first().orElseThrow();
            assertThat(messages.after(first, 10).messages())
                    .as("what follows in %s", STREAMS.get(i))
                    .extracting(StoredMessage::message)
                    .containsExactly(message(i, 2));
            assertThat(messages.before(last, 10).messages())
                    .as("what precedes in %s", STREAMS.get(i))
                    .extracting(StoredMessage::message)
                    .containsExactly(message(i, 1));
            assertThat(messages.lastAppended(1))
                    .as("what was appended last to %s", STREAMS.get(i))
                    .singleElement()
                    .satisfies(requireOwn(STREAMS.get(i), message(i, 2)));
        }
    }

    void onThreads() throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < STREAMS.size(); i++) {
            int stream = i;
            tasks.add(() -> {
                messages(STREAMS.get(stream)).append(message(stream, 1));
                messages(STREAMS.get(stream)).append(message(stream, 2));
                return null;
            });
        }
        Threads.run(tasks);
        for (IsolationContext stream : STREAMS) {
            requireInside(stream, messages(stream).history(10));
        }
    }
}
