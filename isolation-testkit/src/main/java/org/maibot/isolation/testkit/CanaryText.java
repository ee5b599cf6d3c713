package org.maibot.isolation.testkit;

import org.maibot.isolation.testkit.HostType.Letters;

/** Texts that hold a token among characters which trouble whatever quotes, escapes, splits or compares text. */
final class CanaryText {
    private static final String ASCII = "'\"%_\\:|--/*;${}<&?";
    private static final String PLANE = "مرحبا\u202eשלום é한";
    private static final String UNICODE = "😀𝒳";

    /** So many characters at least stand between two tokens. */
    private static final int FEW = 4;

    private CanaryText() {}

    /**
     * A text that begins with a token and ends with it and a space, as far as the column's length goes.
     *
     * @param size how many characters, or 0 for any number
     */
    static String hostile(String token, Letters letters, long size) {
        String between = switch (letters) {
            case ASCII -> ASCII;
            case PLANE -> ASCII + PLANE;
            case UNICODE -> ASCII + UNICODE + PLANE;
        };
        long room = (size == 0 ? Integer.MAX_VALUE : size) - Tokens.LENGTH;
        long inner = room - Tokens.LENGTH - 1;
        return inner < FEW ? token + cut(between, room) : token + cut(between, inner) + token + " ";
    }

    private static String cut(String text, long length) {
        int whole = text.codePointCount(0, text.length());
        return text.substring(0, text.offsetByCodePoints(0, (int) Math.min(length, whole)));
    }

    /** A text as a string of JSON. */
    static String json(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
