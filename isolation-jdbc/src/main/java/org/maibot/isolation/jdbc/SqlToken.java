package org.maibot.isolation.jdbc;

/**
 * A token of SQL text.
 *
 * @param start where it begins in the text
 * @param end where it ends, exclusive
 * @param value a word in upper case (ASCII letters only), the content of a quoted name or a string, or the text itself
 */
record SqlToken(Kind kind, int start, int end, String value) {
    /** What a token is. */
    enum Kind {
        /** A keyword, or a name without quotes. */
        WORD,
        QUOTED_NAME,
        /** A string without escapes; {@code value} is what it denotes. */
        STRING,
        /** A string of whose meaning nothing is said. */
        OTHER_STRING,
        NUMBER,
        /** A bind variable. */
        PARAMETER,
        /** One character of an operator or of punctuation. */
        SYMBOL
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && value.equals(word);
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && value.charAt(0) == symbol;
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }
}
