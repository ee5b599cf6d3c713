package org.maibot.isolation.jdbc;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.SqlToken.Kind;

/**
 * The tokens of one statement. Places in it are indexes of tokens; a range goes from one place to another, exclusive.
 */
final class SqlTokens {
    private static final int MAX_PARAMETER = 32766; // as in SQLite, "Limits In SQLite"
    private static final int MAX_DIGITS = 5;
    private static final int MAX_DEPTH = 250;
    private static final SqlToken END = new SqlToken(Kind.SYMBOL, 0, 0, "\0");

    private final String sql;
    private final SqlSyntax syntax;
    private final List<SqlToken> tokens;
    private final int[] matches;
    private final int[] openings;
    private final int[] parameters;

    private SqlTokens(String sql, SqlSyntax syntax, List<SqlToken> tokens) {
        this.sql = sql;
        this.syntax = syntax;
        this.tokens = tokens;
        this.openings = new int[tokens.size()];
        this.matches = matches(tokens, openings);
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
            throw Refusal.noStatement();
        }
        if (statement.stream().anyMatch(token -> token.isSymbol(';'))) {
            throw Refusal.severalStatements();
        }
        return new SqlTokens(sql, syntax, statement);
    }

    /** Where brackets are that belong together; notes which one is open at each place. */
    private static int[] matches(List<SqlToken> tokens, int[] openings) {
        int[] matches = new int[tokens.size()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            openings[i] = open.isEmpty() ? -1 : open.peek();
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
            if (open.size() > MAX_DEPTH) {
                throw Refusal.text("The SQL text has brackets in more than " + MAX_DEPTH + " others");
            }
        }
        if (!open.isEmpty()) {
            throw Refusal.text("The SQL text has brackets that do not match");
        }
        return matches;
    }

    /** As SQLite counts them: a number may be given, and a name has the same one wherever it stands. */
    private static int[] parameters(List<SqlToken> tokens) {
        int[] parameters = new int[tokens.size()];
        Map<String, Integer> names = new HashMap<>();
        int highest = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Kind.PARAMETER) {
                String text = tokens.get(i).value();
                if (text.equals("?")) {
                    parameters[i] = highest + 1;
                } else if (text.startsWith("?")) {
                    parameters[i] = number(text.substring(1));
                } else {
                    parameters[i] = names.getOrDefault(text, highest + 1);
                    names.put(text, parameters[i]);
                }
                highest = Math.max(highest, parameters[i]);
            }
        }
        return parameters;
    }

    private static int number(String digits) {
        int number = digits.length() > MAX_DIGITS ? 0 : Integer.parseInt(digits);
        if (number < 1 || number > MAX_PARAMETER) {
            throw Refusal.text("The SQL text has a bind variable whose number is not between 1 and " + MAX_PARAMETER);
        }
        return number;
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

    /** A refusal with the place that it is about, unless it knows one already. */
    IsolationViolationException located(IsolationViolationException refusal, int place) {
        return refusal.at(get(place).start() + 1);
    }

    SqlToken get(int place) {
        return place >= 0 && place < tokens.size() ? tokens.get(place) : END;
    }

    boolean isWord(int place, String word) {
        return get(place).isWord(word);
    }

    boolean isAnyWord(int place, String... words) {
        SqlToken token = get(place);
        for (String word : words) {
            if (token.isWord(word)) {
                return true;
            }
        }
        return false;
    }

    boolean isSymbol(int place, char symbol) {
        return get(place).isSymbol(symbol);
    }

    /** A word in upper case, or nothing if there is none. */
    String word(int place) {
        return get(place).kind() == Kind.WORD ? get(place).value() : "";
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

    /** The place of the innermost bracket that is open at a place, or -1. */
    int opening(int place) {
        return openings[place];
    }

    /** The number of the bind variable at a place, from 1. */
    int parameter(int place) {
        return parameters[place];
    }

    /** How many values are to be bound. */
    int parameters() {
        return Arrays.stream(parameters).max().orElse(0);
    }

    /** Whether bind variables have numbers or names. */
    boolean numbersParameters() {
        return tokens.stream()
                .anyMatch(token ->
                        token.kind() == Kind.PARAMETER && !token.value().equals("?"));
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
