package org.maibot.isolation.heartflow;

import java.util.regex.Pattern;
import org.maibot.isolation.IsolationContext;

/** The ids of replies: the same for the same message of a chat stream, so that a reply that is made once more is known as the same. */
final class ReplyIds {
    private static final String PREFIX = "reply-";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    private ReplyIds() {}

    static String replyTo(IsolationContext stream, String messageId) {
        return PREFIX + StreamIds.sha256(stream.canonical() + "/" + messageId);
    }

    /** Whether a message of this id is a reply of an agent. */
    static boolean isReply(String messageId) {
        return FORM.matcher(messageId).matches();
    }
}
