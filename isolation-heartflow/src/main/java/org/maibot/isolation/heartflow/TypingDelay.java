package org.maibot.isolation.heartflow;

import java.time.Duration;

/** How long an agent seems to type before it sends a segment. Safe for use by several threads. */
@FunctionalInterface
public interface TypingDelay {

    /** The time before a segment is sent; zero to send it at once. No thread is held meanwhile. */
    Duration before(OutboundMessage segment);

    /** Everything is sent at once. */
    static TypingDelay none() {
        return segment -> Duration.ZERO;
    }

    /** A time for each character (Unicode code point), up to a longest time. */
    static TypingDelay perCharacter(Duration each, Duration longest) {
        return segment -> {
            Duration typing = each.multipliedBy(
                    segment.text().codePointCount(0, segment.text().length()));
            return typing.compareTo(longest) < 0 ? typing : longest;
        };
    }
}
