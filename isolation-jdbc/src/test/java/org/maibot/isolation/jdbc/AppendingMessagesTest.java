package org.maibot.isolation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maibot.isolation.jdbc.Samples.NOON;
import static org.maibot.isolation.jdbc.Samples.message;

import java.util.List;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.query.IsolatedQueryManager;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.MessageQueries;
import org.maibot.isolation.query.StoredMessage;

/** What is appended to a chat stream is stored as it was, once, and in order. */
@Tag("everyDatabase")
class AppendingMessagesTest {
    @AutoClose
    private final TestRuntime runtime = new TestRuntime();

    private final IsolatedQueryManager stream = runtime.queries("acme", "bot", "qq", "g1");
    private final MessageQueries messages = stream.messages();

    @Test
    void aMessageIsStoredAsItWas() {
        Message message = new Message("m-1", "bot", Message.Role.AGENT, NOON, "hello");

        assertThat(messages.append(message)).isTrue();

        assertThat(messages.find("m-1")).hasValueSatisfying(stored -> {
            assertThat(stored.message()).isEqualTo(message);
            assertThat(stored.context()).isEqualTo(stream.context());
        });
    }

    @Test
    void aMessageIsAppendedOnceAndTheFirstStays() {
        Message first = message("m-1", NOON, "first");
        assertThat(messages.append(first)).isTrue();

        assertThat(messages.append(message("m-1", NOON.plusSeconds(1), "second")))
                .isFalse();

        assertThat(messages.count()).isOne();
        assertThat(messages.find("m-1")).map(StoredMessage::message).contains(first);
    }

    @Test
    void theSameIdInAnotherStreamIsAnotherMessage() {
        MessageQueries other = runtime.queries("acme", "bot", "qq", "g2").messages();
        messages.append(message("m-1", NOON, "here"));

        assertThat(other.append(message("m-1", NOON, "there"))).isTrue();

        assertThat(messages.find("m-1")).map(StoredMessage::text).contains("here");
        assertThat(other.find("m-1")).map(StoredMessage::text).contains("there");
    }

    @Test
    void messagesOfOneTimeKeepTheOrderInWhichTheyWereGiven() {
        assertThat(messages.appendAll(List.of(message("z"), message("a"), message("m"))))
                .isEqualTo(3);
        messages.append(message("b"));

        List<StoredMessage> history = messages.history(10).messages();
        assertThat(history).extracting(StoredMessage::messageId).containsExactly("z", "a", "m", "b");
        assertThat(history).extracting(StoredMessage::sequence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatIsTwiceInOneCallIsStoredOnceAndTheFirstStays() {
        messages.append(message("old", NOON, "old"));

        int stored = messages.appendAll(List.of(
                message("old", NOON, "older"),
                message("new", NOON, "first"),
                message("new", NOON, "second"),
                message("last", NOON, "last")));

        assertThat(stored).isEqualTo(2);
        assertThat(messages.history(10).messages())
                .extracting(StoredMessage::text)
                .containsExactly("old", "first", "last");
    }

    @Test
    void appendingNothingCreatesNothing() {
        assertThat(messages.appendAll(List.of())).isZero();

        assertThat(stream.chatStreams().find()).isEmpty();
    }

    @Tag("onSqlite")
    @Test
    void messagesAreStoredAllOrNone() {
        messages.append(message("m-1"));
        runtime.system()
                .execute("create trigger bomb before insert on messages when new.text = 'bomb'"
                        + " begin select raise(abort, 'the bomb went off'); end");

        assertThatThrownBy(() -> messages.appendAll(
                        List.of(message("m-2"), message("m-3", NOON.plusSeconds(9), "bomb"), message("m-4"))))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("the bomb went off");

        assertThat(messages.history(10).messages())
                .extracting(StoredMessage::messageId)
                .containsExactly("m-1");
        assertThat(stream.tenantOverview().lastActiveAt()).contains(NOON);
    }

    @Test
    void aMessageIdIsFoundExactly() {
        List<Message> lookAlikes = List.of(message("m"), message("M"), message("m "), message("m%"), message("м"));
        messages.appendAll(lookAlikes);

        lookAlikes.forEach(message -> assertThat(messages.find(message.messageId()))
                .map(StoredMessage::message)
                .contains(message));
        assertThat(messages.find("m_")).isEmpty();
    }
}
