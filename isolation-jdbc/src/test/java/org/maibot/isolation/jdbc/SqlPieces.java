package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A statement's text in pieces that can be moved about: words, strings, numbers, comments, space and symbols. */
final class SqlPieces {
    /** The tables of the escapes that most databases have. */
    static final List<String> TABLES =
            List.of("msg", "note", "msg_tag", "par", "kid", "ev", "lang", "kv", "ctext", "doc", "msg_v");

    private static final Set<String> BEFORE_TABLE = Set.of("FROM", "JOIN", "INTO", "UPDATE", "USING", ",", "TABLE");
    private static final Pattern PIECE = Pattern.compile(
            "'[^']*+(?:''[^']*+)*+'|\"[^\"]*+\"|`[^`]*+`|--[^\n]*+|/\\*.*?\\*/|\\d++|\\w++|\\s++|.", Pattern.DOTALL);

    private final List<String> pieces = new ArrayList<>();

    SqlPieces(String sql) {
        Matcher piece = PIECE.matcher(sql);
        while (piece.find()) {
            pieces.add(piece.group());
        }
    }

    int size() {
        return pieces.size();
    }

    String get(int index) {
        return pieces.get(index);
    }

    void set(int index, String piece) {
        pieces.set(index, piece);
    }

    void add(int index, String piece) {
        pieces.add(index, piece);
    }

    String text() {
        return String.join("", pieces);
    }

    String text(int from, int to) {
        return String.join("", pieces.subList(from, to));
    }

    /** Puts one piece in place of several. */
    void replace(int from, int to, String piece) {
        pieces.subList(from, to).clear();
        pieces.add(from, piece);
    }

    void remove(int from, int to) {
        pieces.subList(from, to).clear();
    }

    /** Where pieces of some kind are. */
    List<Integer> where(IntPredicate which) {
        return IntStream.range(0, pieces.size()).filter(which).boxed().toList();
    }

    boolean isSpace(int index) {
        return pieces.get(index).isBlank();
    }

    boolean isWord(int index) {
        return Character.isLetter(pieces.get(index).charAt(0));
    }

    boolean isNumber(int index) {
        return Character.isDigit(pieces.get(index).charAt(0));
    }

    boolean isString(int index) {
        return pieces.get(index).charAt(0) == '\'';
    }

    /** Whether a piece is the name of a table where a statement names one. */
    boolean isTable(int index) {
        String before = before(index);
        return TABLES.contains(pieces.get(index).toLowerCase(Locale.ROOT))
                && before != null
                && BEFORE_TABLE.contains(before.toUpperCase(Locale.ROOT));
    }

    private @Nullable String before(int index) {
        for (int i = index - 1; i >= 0; i--) {
            if (!isSpace(i)) {
                return pieces.get(i);
            }
        }
        return null;
    }

    boolean isAnyWord(int index, Set<String> words) {
        return words.contains(pieces.get(index).toUpperCase(Locale.ROOT));
    }

    /** Whether a query in brackets begins at a piece. */
    boolean opensQuery(int index) {
        return pieces.get(index).equals("(")
                && index + 1 < pieces.size()
                && isAnyWord(index + 1, Set.of("SELECT", "WITH", "VALUES"))
                && closing(index) > 0;
    }

    /** The place of the bracket that closes the one at a place, or -1. */
    int closing(int index) {
        int depth = 0;
        for (int i = index; i < pieces.size(); i++) {
            depth += pieces.get(i).equals("(") ? 1 : pieces.get(i).equals(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    long parameters() {
        return pieces.stream().filter("?"::equals).count();
    }
}
