package org.maibot.isolation.jdbc;

/** What characters of SQL text are, as databases read them. */
final class SqlCharacters {
    private SqlCharacters() {}

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Of other characters than those of ASCII, only letters: some databases take others for white space. */
    static boolean isNameStart(String sql, int place) {
        int c = sql.codePointAt(place);
        return c < 0x80
                ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
                : Character.isUnicodeIdentifierStart(c);
    }

    static boolean isNamePart(String sql, int place) {
        int c = sql.codePointAt(place);
        return isNameStart(sql, place)
                || (c >= '0' && c <= '9')
                || c == '$'
                || (c >= 0x80 && Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
    }

    /** The place after the characters from a place on that may go on with a name. */
    static int endOfName(String sql, int from) {
        int end = from;
        while (end < sql.length() && isNamePart(sql, end)) {
            end += Character.charCount(sql.codePointAt(end));
        }
        return end;
    }

    /** Only ASCII letters: no database takes others for those of a keyword. */
    static String upper(String word) {
        StringBuilder upper = new StringBuilder(word);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 'a' && c <= 'z') {
                upper.setCharAt(i, (char) (c - 'a' + 'A'));
            }
        }
        return upper.toString();
    }
}
