package org.maibot.isolation.heartflow;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.maibot.isolation.IsolationContext;

/**
 * One segment of a reply, as it goes to a platform. Immutable.
 *
 * @param stream the chat stream that it is for
 * @param messageId the reply's id, of no other reply in any chat stream: the same whenever the same message is replied to again, as after a crash. A segment is
 *     known by it and by {@code segment}, so that a sender can leave out what the platform has already
 * @param replyTo the id of the message that is replied to
 * @param segment the number of this segment, from 1
 * @param segments how many segments the reply has
 * @param text what it says
 * @param attachments what comes with it; with the last segment only
 */
public record OutboundMessage(
        IsolationContext stream,
        String messageId,
        String replyTo,
        int segment,
        int segments,
        String text,
        List<Attachment> attachments) {
    /** Checks that nothing is null, and copies the list. */
    public OutboundMessage {
        requireNonNull(stream, "stream");
        requireNonNull(messageId, "messageId");
        requireNonNull(replyTo, "replyTo");
        requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
    }

    /** Writes it as a JSON object, with names in snake case, and the ids of the stream as members of it. */
    public String toJson() {
        return HeartflowJson.write(this);
    }

    /**
     * Reads what {@link #toJson()} writes.
     *
     * @throws IllegalArgumentException if the text is no such JSON object
     */
    public static OutboundMessage fromJson(String json) {
        return HeartflowJson.read(json, OutboundMessage.class);
    }

    /** The platform that it goes to. */
    public Optional<String> platform() {
        return stream.platform();
    }
}
