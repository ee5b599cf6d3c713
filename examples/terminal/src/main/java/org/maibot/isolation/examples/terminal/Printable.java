package org.maibot.isolation.examples.terminal;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.text.Bidi;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes ids and other text of unknown origin fit to be printed: on one line, of bounded width, without anything that is
 * invisible, steers a terminal or is not in the character set. A backslash begins an escape, which gives the
 * code point in hexadecimal, and is itself doubled. Not safe for use by several threads.
 */
public final class Printable {
    private static final int MAX_CODE_POINTS = 1000;
    private static final String ELLIPSIS = "...";

    /** Ends right-to-left text, so that a terminal does not draw the columns that follow in front of it. */
    private static final String LEFT_TO_RIGHT_MARK = "\u200E";

    private final CharsetEncoder encoder;

    /** Creates one for an output of a character set. */
    public Printable(Charset charset) {
        this.encoder = charset.newEncoder();
    }

    /** The text, or the beginning and end of a very long one. */
    public String of(String text) {
        return bounded(text, Integer.MAX_VALUE);
    }

    /** The text, or its beginning and end if it is wider than a number of columns, which is more than 3. */
    public String bounded(String text, int columns) {
        List<String> glyphs =
                text.codePoints().limit(MAX_CODE_POINTS).mapToObj(this::glyph).collect(Collectors.toList());
        if (width(glyphs) > columns || text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
            shorten(glyphs, columns - ELLIPSIS.length());
        }
        return leftToRight(String.join("", glyphs));
    }

    private static void shorten(List<String> glyphs, int columns) {
        for (int width = width(glyphs); width > columns; ) {
            width -= DisplayWidth.of(glyphs.remove(glyphs.size() / 2));
        }
        glyphs.add(glyphs.size() / 2, ELLIPSIS);
    }

    private static int width(List<String> glyphs) {
        return DisplayWidth.of(String.join("", glyphs));
    }

    private String leftToRight(String text) {
        char[] chars = text.toCharArray();
        return Bidi.requiresBidi(chars, 0, chars.length) ? text + LEFT_TO_RIGHT_MARK : text;
    }

    private String glyph(int codePoint) {
        if (codePoint == '\\') {
            return "\\\\";
        }
        String glyph = Character.toString(codePoint);
        return isVisible(codePoint) && encoder.canEncode(glyph) ? glyph : String.format("\\u{%X}", codePoint);
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
