package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.SqlToken.Kind;

/**
 * Takes SQL text apart as a database does, with its settings, and refuses what databases or drivers may read in more than
 * one way. After the lexical sections of the manuals of PostgreSQL ("Lexical Structure"), MySQL ("Language Structure"),
 * MariaDB ("SQL Language Structure") and SQLite ("tokenize.c", "SQLite Keywords").
 */
final class SqlLexer {
    private static final String OPERATORS = "+-*/<>=~!%^&|,;().";

    private final String sql;
    private final SqlSyntax syntax;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;
    private boolean lastStringEscapes;

    private SqlLexer(String sql, SqlSyntax syntax) {
        this.sql = sql;
        this.syntax = syntax;
    }

    static List<SqlToken> tokens(String sql, SqlSyntax syntax) {
        SqlLexer lexer = new SqlLexer(sql, syntax);
        lexer.requireEncodable();
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    /** What a driver cannot encode it writes as something else, such as the mark of a bind variable. */
    private void requireEncodable() {
        for (at = 0; at < sql.length(); at += Character.charCount(sql.codePointAt(at))) {
            if (sql.charAt(at) == 0 || Character.getType(sql.codePointAt(at)) == Character.SURROGATE) {
                throw refuse("has U+0000 or half of a surrogate pair");
            }
        }
        at = 0;
    }

    private void next() {
        char c = sql.charAt(at);
        if (isSpace(c)) {
            at++;
        } else if (startsLineComment()) {
            skipLine();
        } else if (follows(0, '/') && follows(1, '*')) {
            skipComment();
        } else if (isNameStart(at)) {
            word();
        } else if (isDigit(c)) {
            number();
        } else if (c == '\'') {
            if (continuesString() && lastStringEscapes) {
                throw refuse("goes on with a string that has escapes, which drivers read otherwise");
            }
            string('\'', syntax.backslashEscapes());
        } else if (c == '"') {
            doubleQuoted();
        } else if (c == '`' && syntax.family() != SqlFamily.POSTGRESQL) {
            quotedName('`', '`');
        } else if (c == '[' && syntax.family() == SqlFamily.SQLITE) {
            quotedName('[', ']');
        } else {
            symbol(c);
        }
    }

    /** PostgreSQL goes on with a string on the next line, and reads it as that began. */
    private boolean continuesString() {
        if (syntax.family() != SqlFamily.POSTGRESQL || tokens.isEmpty()) {
            return false;
        }
        SqlToken last = tokens.get(tokens.size() - 1);
        boolean isString = last.kind() == Kind.STRING || last.kind() == Kind.OTHER_STRING;
        return isString && sql.charAt(last.end() - 1) == '\'';
    }

    private void symbol(char c) {
        if (c == '?') {
            parameter();
        } else if (c == '$') {
            dollarString();
        } else if (OPERATORS.indexOf(c) >= 0 || isSymbolOfFamily(c)) {
            add(Kind.SYMBOL, at + 1, sql.substring(at, at + 1));
        } else {
            throw refuse("holds a character that nothing is known of");
        }
    }

    private boolean isSymbolOfFamily(char c) {
        return switch (syntax.family()) {
            case SQLITE -> false;
            case POSTGRESQL -> "[]{}:@#".indexOf(c) >= 0;
            case MYSQL, MARIADB -> "{}".indexOf(c) >= 0;
        };
    }

    private void parameter() {
        boolean operator = syntax.family() == SqlFamily.POSTGRESQL && follows(1, '?');
        if (operator) {
            add(Kind.SYMBOL, at + 2, "??");
        } else if (at + 1 < sql.length() && isDigit(sql.charAt(at + 1))) {
            throw refuse("has a numbered bind variable");
        } else {
            add(Kind.PARAMETER, at + 1, "?");
        }
    }

    private boolean startsLineComment() {
        if (follows(0, '#')) {
            return syntax.family().isMySql();
        }
        boolean dashes = follows(0, '-') && follows(1, '-');
        boolean spaced = at + 2 >= sql.length() || sql.charAt(at + 2) <= ' ';
        return dashes && (spaced || !syntax.family().isMySql());
    }

    private void skipLine() {
        int end = sql.indexOf('\n', at);
        end = end < 0 ? sql.length() : end;
        int carriageReturn = sql.indexOf('\r', at);
        if (carriageReturn >= 0 && carriageReturn < end - 1) {
            throw refuse("has a comment with a carriage return in it");
        }
        at = end;
    }

    private void skipComment() {
        int start = at;
        boolean executable = (syntax.family().isMySql() && follows(2, '!'))
                || (syntax.family() == SqlFamily.MARIADB && follows(2, 'M') && follows(3, '!'));
        if (executable) {
            throw refuse("has an executable comment");
        }
        int depth = 0;
        do {
            if (at + 1 >= sql.length()) {
                throw refuse("has a comment without an end");
            }
            boolean opens = follows(0, '/') && follows(1, '*');
            boolean closes = follows(0, '*') && follows(1, '/') && at > start + 1;
            if (opens && (depth == 0 || syntax.family() == SqlFamily.POSTGRESQL)) {
                depth++;
            } else if (closes) {
                depth--;
            }
            at += opens || closes ? 2 : 1;
        } while (depth > 0);
        if (sql.startsWith("/*+", start)
                && sql.substring(start, at).toUpperCase(Locale.ROOT).contains("SET_VAR")) {
            throw refuse("has a hint that changes settings");
        }
    }

    private void word() {
        int end = at;
        while (end < sql.length() && isNamePart(end)) {
            end += Character.charCount(sql.codePointAt(end));
        }
        String word = upper(sql.substring(at, end));
        char after = end < sql.length() ? sql.charAt(end) : ' ';
        if (syntax.family() == SqlFamily.POSTGRESQL && word.equals("U") && after == '&') {
            if (end + 1 < sql.length() && sql.charAt(end + 1) == '"') {
                throw refuse("has a name with Unicode escapes");
            }
        }
        add(Kind.WORD, end, word);
        if (syntax.family() == SqlFamily.POSTGRESQL && word.equals("E") && after == '\'') {
            string('\'', true);
        }
    }

    private void number() {
        int end = at;
        if (follows(0, '0') && at + 1 < sql.length() && "xX".indexOf(sql.charAt(at + 1)) >= 0) {
            end = digits(at + 2, "0123456789abcdefABCDEF");
        } else if (follows(0, '0') && follows(1, 'b') && syntax.family().isMySql()) {
            end = digits(at + 2, "01");
        } else {
            end = digits(end, "0123456789");
            if (end < sql.length() && sql.charAt(end) == '.') {
                end = digits(end + 1, "0123456789");
            }
            if (end < sql.length() && "eE".indexOf(sql.charAt(end)) >= 0) {
                boolean signed = end + 1 < sql.length() && "+-".indexOf(sql.charAt(end + 1)) >= 0;
                end = digits(end + (signed ? 2 : 1), "0123456789");
            }
        }
        if (end < sql.length() && isNamePart(end)) {
            throw refuse("has a number that runs into a name");
        }
        add(Kind.NUMBER, end, sql.substring(at, end));
    }

    private int digits(int from, String digits) {
        int end = from;
        while (end < sql.length() && digits.indexOf(sql.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private void doubleQuoted() {
        if (syntax.doubleQuotesNames()) {
            quotedName('"', '"');
        } else {
            string('"', syntax.backslashEscapes());
        }
    }

    /** A quote in a string is doubled or, where a backslash escapes, follows one. */
    private void string(char quote, boolean escapes) {
        lastStringEscapes = escapes;
        StringBuilder value = new StringBuilder();
        boolean escaped = false;
        int i = at + 1;
        while (true) {
            if (i >= sql.length()) {
                throw refuse("has a string without an end");
            }
            char c = sql.charAt(i);
            if (escapes && c == '\\') {
                escaped = true;
                i += 2;
            } else if (c != quote) {
                value.append(c);
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                value.append(c);
                i += 2;
            } else {
                break;
            }
        }
        add(escaped ? Kind.OTHER_STRING : Kind.STRING, i + 1, value.toString());
    }

    private void quotedName(char open, char close) {
        StringBuilder name = new StringBuilder();
        int i = at + 1;
        while (true) {
            if (i >= sql.length()) {
                throw refuse("has a name without its closing quote");
            }
            char c = sql.charAt(i);
            boolean doubled = c == close && open == close && i + 1 < sql.length() && sql.charAt(i + 1) == close;
            if (c == close && !doubled) {
                break;
            }
            name.append(c);
            i += doubled ? 2 : 1;
        }
        if (name.isEmpty()) {
            throw refuse("has an empty name");
        }
        if (syntax.family().isMySql() && name.chars().anyMatch(c -> "\\{}'\"".indexOf(c) >= 0)) {
            throw refuse("has a quoted name with a character in it that drivers read otherwise");
        }
        add(Kind.QUOTED_NAME, i + 1, name.toString());
    }

    private void dollarString() {
        int tagEnd = at + 1;
        while (tagEnd < sql.length() && isNamePart(tagEnd) && sql.charAt(tagEnd) != '$') {
            tagEnd += Character.charCount(sql.codePointAt(tagEnd));
        }
        boolean quotes = syntax.family() == SqlFamily.POSTGRESQL
                && tagEnd < sql.length()
                && sql.charAt(tagEnd) == '$'
                && !isDigit(sql.charAt(at + 1));
        if (!quotes) {
            throw refuse("has a bind variable by number or name");
        }
        String tag = sql.substring(at, tagEnd + 1);
        int end = sql.indexOf(tag, tagEnd + 1);
        if (end < 0) {
            throw refuse("has a string without an end");
        }
        add(Kind.OTHER_STRING, end + tag.length(), tag);
    }

    private void add(Kind kind, int end, String value) {
        tokens.add(new SqlToken(kind, at, end, value));
        at = end;
    }

    private boolean follows(int offset, char c) {
        return at + offset < sql.length() && sql.charAt(at + offset) == c;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Of other characters than those of ASCII, only letters: some databases take others for white space. */
    private boolean isNameStart(int place) {
        int c = sql.codePointAt(place);
        return c < 0x80
                ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
                : Character.isUnicodeIdentifierStart(c);
    }

    private boolean isNamePart(int place) {
        int c = sql.codePointAt(place);
        return isNameStart(place)
                || (c >= '0' && c <= '9')
                || c == '$'
                || (c >= 0x80 && Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
    }

    /** Only ASCII letters: no database takes others for those of a keyword. */
    private static String upper(String word) {
        StringBuilder upper = new StringBuilder(word);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 'a' && c <= 'z') {
                upper.setCharAt(i, (char) (c - 'a' + 'A'));
            }
        }
        return upper.toString();
    }

    private IsolationViolationException refuse(String what) {
        return Refusal.text("The SQL text " + what + " (at character " + (at + 1) + ")");
    }
}
