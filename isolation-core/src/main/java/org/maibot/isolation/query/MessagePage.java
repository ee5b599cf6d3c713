package org.maibot.isolation.query;

import java.util.List;
import java.util.Optional;

/**
 * Part of a history, oldest message first.
 *
 * @param messages the messages
 */
public record MessagePage(List<StoredMessage> messages) {
    /** Copies the list. */
    public MessagePage {
        messages = List.copyOf(messages);
    }

    /** Where to go on with {@link MessageQueries#before}, or empty if this page is empty. */
    public Optional<MessageCursor> first() {
        return messages.stream().findFirst().map(StoredMessage::cursor);
    }

    /** Where to go on with {@link MessageQueries#after}, or empty if this page is empty. */
    public Optional<MessageCursor> last() {
        return messages.isEmpty()
                ? Optional.empty()
                : Optional.of(messages.get(messages.size() - 1).cursor());
    }
}
