package org.maibot.isolation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.maibot.isolation.IsolationContext;

class MessagePageTest {
    private static final IsolationContext CHAT = IsolationContext.of("acme", "support", "qq", "g1");
    private static final StoredMessage FIRST = stored(1);
    private static final StoredMessage SECOND = stored(2);

    private static StoredMessage stored(long sequence) {
        Instant time = Instant.ofEpochSecond(1000 + sequence);
        return new StoredMessage(CHAT, sequence, new Message("m" + sequence, "u", Message.Role.AGENT, time, "hi"));
    }

    @Test
    void aPageKnowsWhereToGoOnInBothDirections() {
        MessagePage page = new MessagePage(List.of(FIRST, SECOND));
        assertThat(page.first()).contains(FIRST.cursor());
        assertThat(page.last()).contains(SECOND.cursor());
    }

    @Test
    void aPageOfOneMessageBeginsAndEndsThere() {
        MessagePage page = new MessagePage(List.of(FIRST));
        assertThat(page.first()).isEqualTo(page.last()).contains(FIRST.cursor());
    }

    @Test
    void anEmptyPageLeadsNowhere() {
        assertThat(new MessagePage(List.of()).first()).isEmpty();
        assertThat(new MessagePage(List.of()).last()).isEmpty();
    }

    @Test
    void aPageDoesNotChange() {
        List<StoredMessage> messages = new ArrayList<>(List.of(FIRST));
        MessagePage page = new MessagePage(messages);
        messages.add(SECOND);
        assertThat(page.messages()).containsExactly(FIRST);
        assertThatThrownBy(() -> page.messages().add(SECOND)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aStoredMessageSaysWhatTheMessageSays() {
        assertThat(FIRST.messageId()).isEqualTo("m1");
        assertThat(FIRST.userId()).isEqualTo("u");
        assertThat(FIRST.role()).isEqualTo(Message.Role.AGENT);
        assertThat(FIRST.text()).isEqualTo("hi");
        assertThat(FIRST.cursor()).isEqualTo(new MessageCursor(FIRST.time(), CHAT, 1));
    }
}
