package org.maibot.isolation.jdbc;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.maibot.isolation.jdbc.SqlToken.Kind;

/**
 * The tokens of one statement. Places in it are indexes of tokens; a range goes from one place to another, exclusive.
 */
final class SqlTokens {
    private static final SqlToken END = new SqlToken(Kind.SYMBOL, 0, 0, "\0");

    private final String sql;
    private final SqlSyntax syntax;
    private final List<SqlToken> tokens;
    private final int[] matches;
    private final int[] parameters;

    private SqlTokens(String sql, SqlSyntax syntax, List<SqlToken> tokens) {
        this.sql = sql;
        this.syntax = syntax;
        this.tokens = tokens;
        this.matches = matches(tokens);
        this.parameters = parameters(tokens);
    }

    /** Takes a statement apart; refuses text that is empty, or more than one statement. */
    static SqlTokens of(String sql, SqlSyntax syntax) {
        List<SqlToken> tokens = SqlLexer.tokens(sql, syntax);
        int end = tokens.size();
        while (end > 0 && tokens.get(end - 1).isSymbol(';')) {
            end--;
        }
        List<SqlToken> statement = List.copyOf(tokens.subList(0, end));
        if (statement.isEmpty()) {
            throw Refusal.statement("empty");
        }
        if (statement.stream().anyMatch(token -> token.isSymbol(';'))) {
            throw Refusal.statement("several statements in one");
        }
        return new SqlTokens(sql, syntax, statement);
    }

    private static int[] matches(List<SqlToken> tokens) {
        int[] matches = new int[tokens.size()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            int kind =
                    token.kind() == Kind.SYMBOL ? "([{)]}".indexOf(token.value().charAt(0)) : -1;
            if (kind >= 3) {
                if (open.isEmpty()
                        || "([{".indexOf(tokens.get(open.peek()).value().charAt(0)) != kind - 3) {
                    throw Refusal.text("The SQL text has brackets that do not match");
                }
                matches[i] = open.pop();
                matches[matches[i]] = i;
            } else if (kind >= 0) {
                open.push(i);
            }
        }
        if (!open.isEmpty()) {
            throw Refusal.text("The SQL text has brackets that do not match");
        }
        return matches;
    }

    private static int[] parameters(List<SqlToken> tokens) {
        int[] parameters = new int[tokens.size()];
        int count = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Kind.PARAMETER) {
                parameters[i] = ++count;
            }
        }
        return parameters;
    }

    SqlSyntax syntax() {
        return syntax;
    }

    SqlFamily family() {
        return syntax.family();
    }

    String sql() {
        return sql;
    }

    int size() {
        return tokens.size();
    }

    SqlToken get(int place) {
        return place >= 0 && place < tokens.size() ? tokens.get(place) : END;
    }

    boolean isWord(int place, String word) {
        return get(place).isWord(word);
    }

    boolean isAnyWord(int place, String... words) {
        return Arrays.stream(words).anyMatch(get(place)::isWord);
    }

    boolean isSymbol(int place, char symbol) {
        return get(place).isSymbol(symbol);
    }

    boolean isName(int place) {
        return get(place).isName();
    }

    /** The place of the bracket that closes the one at a place, or opens it. */
    int match(int place) {
        return matches[place];
    }

    /** The place after a token or, if it opens a bracket, after the one that closes it. */
    int next(int place) {
        return isSymbol(place, '(') || isSymbol(place, '[') || isSymbol(place, '{') ? match(place) + 1 : place + 1;
    }

    /** The number of the bind variable at a place, from 1. */
    int parameter(int place) {
        return parameters[place];
    }

    /** A name as it is written, without quotes. */
    String name(int place) {
        SqlToken token = get(place);
        return token.kind() == Kind.WORD ? text(place) : token.value();
    }

    String text(int place) {
        return sql.substring(get(place).start(), get(place).end());
    }

    String table(int place) {
        return syntax.foldTable(name(place), get(place).kind() == Kind.QUOTED_NAME);
    }

    String column(int place) {
        return syntax.foldColumn(name(place), get(place).kind() == Kind.QUOTED_NAME);
    }

    /** Where in a range a word stands outside of all brackets, or the range's end. */
    int find(int from, int to, String word) {
        for (int i = from; i < to; i = next(i)) {
            if (isWord(i, word)) {
                return i;
            }
        }
        return to;
    }
}
