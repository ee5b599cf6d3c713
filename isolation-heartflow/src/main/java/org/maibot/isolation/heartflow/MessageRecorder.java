package org.maibot.isolation.heartflow;

import static org.maibot.isolation.query.Message.Role.AGENT;
import static org.maibot.isolation.query.Message.Role.USER;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.maibot.isolation.query.Message;

/** Says what is stored of a message and of its reply. Safe for use by several threads. */
public interface MessageRecorder {

    /**
     * What is stored of a message; nothing to store nothing.
     *
     * @throws Exception if it cannot say, which ends the message as failed
     */
    Optional<Message> received(Turn turn) throws Exception;

    /**
     * What is stored of what was sent; nothing to store nothing.
     *
     * @param sent the segments, one at least
     * @param at when the last one was sent
     * @throws Exception if it cannot say, which ends the message as failed
     */
    Optional<Message> replied(Turn turn, List<OutboundMessage> sent, Instant at) throws Exception;

    /** Stores each message with its text, and a reply as one message of the agent, a line for each segment. */
    static MessageRecorder standard() {
        return StandardRecorder.INSTANCE;
    }
}

/** The usual way. */
enum StandardRecorder implements MessageRecorder {
    INSTANCE;

    @Override
    public Optional<Message> received(Turn turn) {
        InboundMessage message = turn.message();
        return Optional.of(
                new Message(message.messageId(), message.user().userId(), USER, message.time(), message.storedText()));
    }

    @Override
    public Optional<Message> replied(Turn turn, List<OutboundMessage> sent, Instant at) {
        String text = String.join("\n", sent.stream().map(OutboundMessage::text).toList());
        String agent = turn.stream().agentId().orElseThrow();
        return Optional.of(new Message(sent.get(0).messageId(), agent, AGENT, at, text));
    }
}
