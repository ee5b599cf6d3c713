package org.maibot.isolation.query;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;

/**
 * A place in a history. Histories are ordered by time, then chat stream, then arrival, so a place stays the same when
 * messages are added.
 *
 * @param time the time of the message at this place
 * @param context its chat stream
 * @param sequence its number in the chat stream
 */
public record MessageCursor(Instant time, IsolationContext context, long sequence) {
    /** Checks the parts. */
    public MessageCursor {
        Values.requireStorable(time, "time");
        requireNonNull(context, "context").requireFixed(Dimension.CHAT_STREAM, "A place in a history");
    }
}
