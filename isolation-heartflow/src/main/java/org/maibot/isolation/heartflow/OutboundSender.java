package org.maibot.isolation.heartflow;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The host's way out to its platforms. Safe for use by several threads; blocking and cancelling are as with {@link ReplyGenerator}.
 */
@FunctionalInterface
public interface OutboundSender {

    /**
     * Sends a segment of a reply. After a crash the same segment, by {@link OutboundMessage#messageId} and {@link OutboundMessage#segment}, may be sent once more.
     *
     * @return ends when it is sent
     * @throws TransientFailureException if nothing was sent and it may be tried again; so may a stage that ends with it
     * @throws Exception if it failed, which ends the message as failed
     */
    CompletionStage<? extends @Nullable Object> send(OutboundMessage message) throws Exception;
}
