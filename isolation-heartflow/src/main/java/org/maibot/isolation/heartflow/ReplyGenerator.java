package org.maibot.isolation.heartflow;

import java.util.concurrent.CompletionStage;

/**
 * The host's way to a reply, mostly a language model. Safe for use by several threads.
 *
 * <p>It is called in the isolation context of the chat stream ({@link org.maibot.isolation.IsolationContext#current()}). It may block
 * the calling thread, which is interrupted when the time is over; or return a stage at once and complete it later, on whatever thread: then a
 * reply that is under way holds no thread. A stage that is also a {@link java.util.concurrent.Future} is cancelled when the time is over.
 */
@FunctionalInterface
public interface ReplyGenerator {

    /**
     * Generates a reply, {@link Reply#nothing()} for none.
     *
     * @throws TransientFailureException if it failed without effect and may be tried again; so may a stage that ends with it
     * @throws Exception if it failed, which ends the message as failed
     */
    CompletionStage<Reply> generate(ReplyRequest request) throws Exception;
}
