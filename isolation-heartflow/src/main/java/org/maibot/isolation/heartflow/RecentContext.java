package org.maibot.isolation.heartflow;

import java.util.List;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.query.Memory;
import org.maibot.isolation.query.Message;

/**
 * The last messages of a conversation, in its course, and the newest memories of its chat stream.
 *
 * @param historySize how many messages; 0 for none
 * @param memoriesSize how many memories; 0 for none
 */
record RecentContext(Source<Message> messages, Source<Memory> memories, int historySize, int memoriesSize)
        implements ContextAssembler {
    /** Where they are read. */
    @FunctionalInterface
    interface Source<T> {
        List<T> recent(IsolationContext stream, int limit) throws Exception;
    }

    @Override
    public Conversation assemble(Turn turn) throws Exception {
        return historySize == 0 && memoriesSize == 0
                ? Conversation.empty()
                : new Conversation(recent(messages, turn, historySize), recent(memories, turn, memoriesSize));
    }

    private static <T> List<T> recent(Source<T> source, Turn turn, int limit) throws Exception {
        return limit == 0 ? List.of() : source.recent(turn.stream(), limit);
    }
}
