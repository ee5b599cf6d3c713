package org.maibot.isolation.examples.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.maibot.isolation.heartflow.MessageRecorder;
import org.maibot.isolation.heartflow.OutboundMessage;
import org.maibot.isolation.heartflow.Turn;
import org.maibot.isolation.query.Message;

/**
 * Stores replies with the time of the log: that of the message, and how long it took to reply. With the time of the clock they would
 * all follow all messages in a history, which is ordered by time.
 */
final class LogTime implements MessageRecorder {
    private final MessageRecorder usual = MessageRecorder.standard();

    @Override
    public Optional<Message> received(Turn turn) throws Exception {
        return usual.received(turn);
    }

    @Override
    public Optional<Message> replied(Turn turn, List<OutboundMessage> sent, Instant at) throws Exception {
        return usual.replied(turn, sent, turn.message().time().plus(Duration.between(turn.began(), at)));
    }
}
