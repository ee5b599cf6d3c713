package org.maibot.isolation.jdbc;

import org.maibot.isolation.jdbc.SqlToken.Kind;

/** The strings and quoted names in SQL text. */
record SqlQuotes(String sql, SqlSyntax syntax) {

    /** A string that begins at a place; a quote in it is doubled or, where a backslash escapes, follows one. */
    SqlToken string(int start, boolean escapes) {
        char quote = sql.charAt(start);
        StringBuilder value = new StringBuilder();
        boolean escaped = false;
        boolean doubled = false;
        int i = start + 1;
        while (true) {
            if (i >= sql.length()) {
                throw Refusal.text("has a string without an end", start);
            }
            char c = sql.charAt(i);
            if (escapes && c == '\\') {
                if (doubled
                        && !syntax.backslashEscapes()) { // PostgreSQL's driver takes what follows for another string
                    throw Refusal.text("has a string with a doubled quote before an escape", start);
                }
                escaped = true;
                i += 2;
            } else if (c != quote) {
                value.append(c);
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                value.append(c);
                doubled = true;
                i += 2;
            } else {
                break;
            }
        }
        return new SqlToken(escaped ? Kind.OTHER_STRING : Kind.STRING, start, i + 1, value.toString());
    }

    /** A name in quotes that begins at a place. */
    SqlToken name(int start, char close) {
        boolean doubles = sql.charAt(start) == close;
        StringBuilder name = new StringBuilder();
        int i = start + 1;
        while (true) {
            if (i >= sql.length()) {
                throw Refusal.text("has a name without its closing quote", start);
            }
            char c = sql.charAt(i);
            boolean doubled = c == close && doubles && i + 1 < sql.length() && sql.charAt(i + 1) == close;
            if (c == close && !doubled) {
                break;
            }
            name.append(c);
            i += doubled ? 2 : 1;
        }
        if (name.isEmpty()) {
            throw Refusal.text("has an empty name", start);
        }
        if (syntax.family().isMySql() && name.chars().anyMatch(c -> "\\{}'\"".indexOf(c) >= 0)) {
            throw Refusal.text("has a quoted name with a character in it that drivers read otherwise", start);
        }
        return new SqlToken(Kind.QUOTED_NAME, start, i + 1, name.toString());
    }

    /** A string of PostgreSQL's between dollar signs that begins at a place. */
    SqlToken dollarString(int start) {
        int tagEnd = start + 1;
        while (tagEnd < sql.length() && SqlCharacters.isNamePart(sql, tagEnd) && sql.charAt(tagEnd) != '$') {
            tagEnd += Character.charCount(sql.codePointAt(tagEnd));
        }
        boolean quotes =
                tagEnd < sql.length() && sql.charAt(tagEnd) == '$' && !SqlCharacters.isDigit(sql.charAt(start + 1));
        if (!quotes) {
            throw Refusal.text("has a bind variable by number", start);
        }
        String tag = sql.substring(start, tagEnd + 1);
        int end = sql.indexOf(tag, tagEnd + 1);
        if (end < 0) {
            throw Refusal.text("has a string without an end", start);
        }
        return new SqlToken(Kind.OTHER_STRING, start, end + tag.length(), tag);
    }
}
