package org.maibot.isolation.examples.terminal;

/** How many columns of a terminal a text takes: two for East Asian wide characters and emoji, none for marks. */
public final class DisplayWidth {

    /** First and last code point of the ranges that Unicode's EastAsianWidth.txt calls wide or full-width, joined. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x23E9, 0x23EC, 0x2614, 0x2615, 0x2648, 0x2653, 0x26A1, 0x26A1, 0x26BD, 0x26BE,
        0x26C4, 0x26C5, 0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C,
        0x2753, 0x2755, 0x2757, 0x2757, 0x2B50, 0x2B50, 0x2E80, 0x303E, 0x3041, 0x4DBF, 0x4E00, 0xA4CF, 0xA960, 0xA97C,
        0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6B, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x1B2FF, 0x1F18E,
        0x1F19A, 0x1F200, 0x1F320, 0x1F32D, 0x1F64F, 0x1F680, 0x1F6FC, 0x1F7E0, 0x1F7EB, 0x1F90C, 0x1FAFF, 0x20000,
        0x3FFFD
    };

    private DisplayWidth() {}

    /** The columns of a whole text. */
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    private static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        for (int i = 0; i < WIDE.length && codePoint >= WIDE[i]; i += 2) {
            if (codePoint <= WIDE[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
