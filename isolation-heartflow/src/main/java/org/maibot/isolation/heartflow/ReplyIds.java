package org.maibot.isolation.heartflow;

/** The ids of replies: the same for the same message, so that a reply that is made once more is known as the same. */
final class ReplyIds {
    private static final String PREFIX = "reply-";

    private ReplyIds() {}

    static String replyTo(String messageId) {
        return PREFIX + StreamIds.sha256(messageId);
    }

    /** Whether a message of this id is a reply of an agent. */
    static boolean isReply(String messageId) {
        return messageId.startsWith(PREFIX);
    }
}
