package org.maibot.isolation.testkit;

import org.maibot.isolation.testkit.SeedType.Letters;

/** Texts that hold a token among characters which trouble whatever quotes, escapes, splits or compares text. */
final class CanaryText {
    private static final String ASCII = "'\"%_\\:|--/*;${}<&?";
    private static final String PLANE = "مرحبا\u202eשלום é한";
    private static final String UNICODE = "😀𝒳";

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
        int room = size == 0 ? Integer.MAX_VALUE : (int) Math.min(size, Integer.MAX_VALUE) - token.length();
        if (room >= between.codePointCount(0, between.length()) + token.length() + 1) {
            return token + between + token + " ";
        }
        return token
                + between.substring(
                        0, between.offsetByCodePoints(0, Math.min(room, between.codePointCount(0, between.length()))));
    }

    /** A text as a string of JSON. */
    static String json(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
