package org.maibot.isolation.heartflow;

import java.util.List;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Message;
import org.maibot.isolation.query.Usage;

/**
 * A host's own place for messages, instead of the isolation database; its methods may block, and are called in the isolation context of the chat stream. Safe
 * for use by several threads; of one chat stream, one method is called at a time.
 */
public interface MessageStore {

    /**
     * Whether a message is stored in a chat stream; it is not handled again then.
     *
     * @throws Exception if that cannot be read, which ends the message as failed
     */
    boolean contains(IsolationContext stream, String messageId) throws Exception;

    /**
     * Stores what a message leaves, all or nothing; a message whose id is in the stream already stays as it was.
     *
     * @throws Exception if it cannot be stored, which ends the message as failed
     */
    void store(IsolationContext stream, List<Message> messages, List<Usage> usages) throws Exception;

    /**
     * The messages that were stored last in a chat stream, in the order in which they were.
     *
     * @throws Exception if they cannot be read, which ends the message as failed
     */
    List<Message> recent(IsolationContext stream, int limit) throws Exception;

    /**
     * A store in memory, for tests and for bots that may forget: it keeps the newest messages of each chat stream until the process ends, and knows no older
     * ones.
     *
     * @param perStream how many messages of a chat stream it keeps, 1 or more
     */
    static MessageStore inMemory(int perStream) {
        return new MemoryStore(perStream);
    }
}
