package org.maibot.isolation.heartflow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The formula for the ids of chat streams. Safe for use by several threads. */
@FunctionalInterface
public interface StreamIds {

    /** The id, inside agent and platform, of the chat stream of a message; the same whoever writes in a group. */
    String chatStreamId(InboundMessage message);

    /**
     * The usual formula. The stream of a group has the group's id, that of a private chat has {@code private:} and the user's id.
     * Different chats have different ids: a group's id that begins with {@code private:}, {@code private#}, {@code group:} or {@code
     * group#} has {@code group:} before it, and what would be longer than 128 characters is {@code group#} or {@code private#}
     * with the SHA-256 of the id. An id with half of a surrogate pair is no Unicode text, and is refused.
     */
    static StreamIds standard() {
        return message -> message.group()
                .map(group -> ofGroup(group.groupId()))
                .orElseGet(() -> bounded("private", message.user().userId()));
    }

    private static String ofGroup(String id) {
        boolean isPlain = !id.startsWith("private:")
                && !id.startsWith("private#")
                && !id.startsWith("group:")
                && !id.startsWith("group#");
        return isPlain && isShort(id) ? id : bounded("group", id);
    }

    private static String bounded(String kind, String id) {
        String plain = kind + ":" + id;
        return isShort(plain) || !isText(id) ? plain : kind + "#" + sha256(id);
    }

    private static boolean isShort(String id) {
        return id.codePointCount(0, id.length()) <= 128;
    }

    /** Whether it is Unicode text; what is not is refused as an id, and has no hash of its own. */
    private static boolean isText(String id) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(id);
    }

    /** In hexadecimal digits. */
    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
