package org.maibot.isolation.heartflow;

import java.util.List;
import java.util.stream.Stream;
import org.maibot.isolation.query.Usage;

/**
 * What a {@link ReplyGenerator} or a command answers. Immutable.
 *
 * @param segments the parts of the reply, each sent as a message of its own; empty if there is nothing to say
 * @param attachments what comes with the last segment
 * @param usages the requests to language models that it took, to be recorded
 */
public record Reply(List<String> segments, List<Attachment> attachments, List<Usage> usages) {
    private static final Reply NOTHING = new Reply(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Reply {
        segments = List.copyOf(segments);
        attachments = List.copyOf(attachments);
        usages = List.copyOf(usages);
    }

    /** A reply in one or several segments. */
    public static Reply of(String... segments) {
        return new Reply(List.of(segments), List.of(), List.of());
    }

    /** No reply: there is nothing to say. */
    public static Reply nothing() {
        return NOTHING;
    }

    /** The same reply, with further requests to language models that it took. */
    public Reply using(Usage... requests) {
        return new Reply(
                segments,
                attachments,
                Stream.concat(usages.stream(), Stream.of(requests)).toList());
    }

    /** Whether there is nothing to send. */
    public boolean isEmpty() {
        return segments.isEmpty() && attachments.isEmpty();
    }
}
