package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
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
    private final SqlComments comments;
    private final SqlQuotes quotes;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;
    private boolean lastStringEscapes;

    private SqlLexer(String sql, SqlSyntax syntax) {
        this.sql = sql;
        this.syntax = syntax;
        this.comments = new SqlComments(sql, syntax);
        this.quotes = new SqlQuotes(sql, syntax);
    }

    static List<SqlToken> tokens(String sql, SqlSyntax syntax) {
        requireEncodable(sql);
        SqlLexer lexer = new SqlLexer(sql, syntax);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    /** What a driver cannot encode it writes as something else, such as the mark of a bind variable. */
    private static void requireEncodable(String sql) {
        for (int i = 0; i < sql.length(); i += Character.charCount(sql.codePointAt(i))) {
            if (sql.charAt(i) == 0 || Character.getType(sql.codePointAt(i)) == Character.SURROGATE) {
                throw Refusal.text("has U+0000 or half of a surrogate pair", i);
            }
        }
    }

    private void next() {
        char c = sql.charAt(at);
        int afterComment = comments.endOf(at);
        if (SqlCharacters.isSpace(c)) {
            at++;
        } else if (afterComment > at) {
            at = afterComment;
        } else if (SqlCharacters.isNameStart(sql, at)) {
            word();
        } else if (SqlCharacters.isDigit(c)) {
            number();
        } else if (c == '\'') {
            if (continuesString() && lastStringEscapes) {
                throw refuse("goes on with a string that has escapes, which drivers read otherwise");
            }
            string(syntax.backslashEscapes());
        } else if (c == '"' && !syntax.doubleQuotesNames()) {
            string(syntax.backslashEscapes());
        } else if (c == '"' || (c == '`' && syntax.family() != SqlFamily.POSTGRESQL)) {
            add(quotes.name(at, c));
        } else if (c == '[' && syntax.family() == SqlFamily.SQLITE) {
            add(quotes.name(at, ']'));
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
        } else if (syntax.family() == SqlFamily.SQLITE && ":@$".indexOf(c) >= 0) {
            namedParameter();
        } else if (c == '$' && syntax.family() == SqlFamily.POSTGRESQL) {
            add(quotes.dollarString(at));
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
        boolean operator = syntax.family() == SqlFamily.POSTGRESQL && sql.startsWith("??", at);
        int end = digits(at + 1, "0123456789");
        if (operator) {
            add(Kind.SYMBOL, at + 2, "??");
        } else if (end > at + 1 && (syntax.family() != SqlFamily.SQLITE || SqlCharacters.endOfName(sql, end) > end)) {
            throw refuse("has a numbered bind variable");
        } else {
            add(Kind.PARAMETER, end, sql.substring(at, end));
        }
    }

    /** SQLite has names for bind variables; those that are only for Tcl go on with brackets or colons. */
    private void namedParameter() {
        int end = SqlCharacters.endOfName(sql, at + 1);
        String name = sql.substring(at, end);
        boolean plain =
                name.length() > 1 && name.indexOf('$', 1) < 0 && name.chars().allMatch(c -> c < 0x80);
        if (!plain || sql.startsWith("(", end) || sql.startsWith(":", end)) {
            throw refuse("has a bind variable with a name that is none");
        }
        add(Kind.PARAMETER, end, name);
    }

    private void word() {
        int end = SqlCharacters.endOfName(sql, at);
        String word = SqlCharacters.upper(sql.substring(at, end));
        if (syntax.family() == SqlFamily.POSTGRESQL && word.equals("U") && sql.startsWith("&\"", end)) {
            throw refuse("has a name with Unicode escapes");
        }
        add(Kind.WORD, end, word);
        if (syntax.family() == SqlFamily.POSTGRESQL && word.equals("E") && sql.startsWith("'", end)) {
            string(true);
        }
    }

    private void number() {
        int end = at;
        if (sql.regionMatches(true, at, "0x", 0, 2)) {
            end = digits(at + 2, "0123456789abcdefABCDEF");
        } else if (sql.startsWith("0b", at) && syntax.family().isMySql()) {
            end = digits(at + 2, "01");
        } else {
            end = digits(end, "0123456789");
            if (sql.startsWith(".", end)) {
                end = digits(end + 1, "0123456789");
            }
            if (sql.regionMatches(true, end, "e", 0, 1)) {
                boolean signed = sql.startsWith("+", end + 1) || sql.startsWith("-", end + 1);
                end = digits(end + (signed ? 2 : 1), "0123456789");
            }
        }
        if (SqlCharacters.endOfName(sql, end) > end) {
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

    private void string(boolean escapes) {
        lastStringEscapes = escapes;
        add(quotes.string(at, escapes));
    }

    private void add(Kind kind, int end, String value) {
        add(new SqlToken(kind, at, end, value));
    }

    private void add(SqlToken token) {
        tokens.add(token);
        at = token.end();
    }

    private RuntimeException refuse(String what) {
        return Refusal.text(what, at);
    }
}
