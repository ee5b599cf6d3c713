package org.maibot.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The canonical text of a context.
 *
 * <p>The set of encoded characters is spelled out rather than taken from {@link Character}, whose tables grow with the
 * JDK: a text that one JDK wrote must be the text that every other one expects.
 */
final class CanonicalText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /**
     * What a reader cannot see, or could take for a plain space: first and last code point of each range of Unicode's
     * White_Space and Default_Ignorable_Code_Point above ASCII, and of the interlinear annotation marks.
     */
    private static final int[] UNSEEN = {
        0xA0, 0xA0, 0xAD, 0xAD, 0x34F, 0x34F, 0x61C, 0x61C, 0x115F, 0x1160, 0x1680, 0x1680, 0x17B4, 0x17B5, 0x180B,
        0x180F, 0x2000, 0x200F, 0x2028, 0x202F, 0x205F, 0x206F, 0x3000, 0x3000, 0x3164, 0x3164, 0xFE00, 0xFE0F, 0xFEFF,
        0xFEFF, 0xFFA0, 0xFFA0, 0xFFF0, 0xFFFB, 0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF
    };

    private CanonicalText() {}

    static String of(List<String> ids) {
        StringBuilder text = new StringBuilder();
        for (String id : ids) {
            if (!text.isEmpty()) {
                text.append('/');
            }
            encode(id, text);
        }
        return text.toString();
    }

    static IsolationContext parse(String text) {
        List<String> ids = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            ids.add(decode(part));
        }
        if (ids.size() > Dimension.values().length || !of(ids).equals(text)) {
            throw refuse();
        }
        return IsolationContext.ofIds(ids);
    }

    private static void encode(String id, StringBuilder text) {
        id.codePoints().forEach(codePoint -> {
            if (isEncoded(codePoint)) {
                for (byte octet : Character.toString(codePoint).getBytes(UTF_8)) {
                    text.append('%').append(HEX.toHexDigits(octet));
                }
            } else {
                text.appendCodePoint(codePoint);
            }
        });
    }

    private static boolean isEncoded(int codePoint) {
        if (codePoint < UNSEEN[0]) {
            return codePoint == '%' || codePoint == '/' || codePoint == ' ';
        }
        for (int i = 0; i < UNSEEN.length && codePoint >= UNSEEN[i]; i += 2) {
            if (codePoint <= UNSEEN[i + 1]) {
                return true;
            }
        }
        return false;
    }

    private static String decode(String part) {
        ByteBuffer octets = ByteBuffer.allocate(part.length() * 3);
        for (int i = 0; i < part.length(); ) {
            if (part.charAt(i) == '%') {
                octets.put(octet(part, i));
                i += 3;
            } else {
                int codePoint = part.codePointAt(i);
                octets.put(Character.toString(codePoint).getBytes(UTF_8));
                i += Character.charCount(codePoint);
            }
        }
        try {
            return UTF_8.newDecoder().decode(octets.flip()).toString();
        } catch (CharacterCodingException e) {
            throw refuse();
        }
    }

    private static byte octet(String part, int at) {
        if (at + 3 > part.length()
                || !HexFormat.isHexDigit(part.charAt(at + 1))
                || !HexFormat.isHexDigit(part.charAt(at + 2))) {
            throw refuse();
        }
        return (byte) HexFormat.fromHexDigits(part, at + 1, at + 3);
    }

    private static IsolationViolationException refuse() {
        return new IsolationViolationException(
                ViolationReason.INVALID_CONTEXT_TEXT,
                "The text is not the canonical text of an isolation context",
                "Give a text that IsolationContext.canonical() returned, unchanged");
    }
}
