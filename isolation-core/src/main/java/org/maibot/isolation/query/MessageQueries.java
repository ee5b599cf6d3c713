package org.maibot.isolation.query;

import java.util.List;
import java.util.Optional;

/** The messages of a scope. Histories are ordered by time, then chat stream, then arrival. */
public interface MessageQueries {

    /**
     * Appends a message to the chat stream, which is created if need be. When this returns, the message is stored.
     *
     * @return whether it was stored now; false if the stream already has a message of this id, which stays as it was
     */
    boolean append(Message message);

    /**
     * Appends messages to the chat stream in the given order, all or none.
     *
     * @return how many were stored now; the others were there already
     */
    int appendAll(List<Message> messages);

    /** The message of this id in the chat stream. */
    Optional<StoredMessage> find(String messageId);

    /** The oldest messages, oldest first. */
    MessagePage history(int limit);

    /** The messages that follow a place, oldest first. */
    MessagePage after(MessageCursor place, int limit);

    /** The messages that precede a place, nearest ones, oldest first. */
    MessagePage before(MessageCursor place, int limit);

    /** The newest messages, oldest first. */
    MessagePage recent(int limit);

    /**
     * The messages that were appended last to the chat stream, in the order in which they were. That is the course of a conversation also where messages
     * waited to be handled, whose times all come before those of their replies.
     */
    List<StoredMessage> lastAppended(int limit);

    /** The newest messages whose text contains a text, oldest first. The case of ASCII letters does not matter. */
    MessagePage search(String text, int limit);

    /** The newest messages of a user, oldest first. */
    MessagePage byUser(String userId, int limit);

    /** How many messages there are. */
    long count();
}
