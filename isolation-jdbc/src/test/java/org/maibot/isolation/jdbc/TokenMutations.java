package org.maibot.isolation.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** Changes of a statement that know nothing of SQL but where its words end. */
final class TokenMutations {
    private static final List<String> FRAGMENTS = List.of(
            ("' '' \" ` `` [ ] ( ) { } ; , . .. * ? ?? : :: @ @@ # -- /* */ /**/ /*!*/ /*+ $$ $a$ $1 \\ \\' E' U&\" N' x'"
                            + " = == <> | || & && ! ~ -> ->> #> @> % ^ << 0x 1e 1. .1 _utf8mb4 NULL NOT AND OR XOR"
                            + " UNION ALL SELECT FROM WHERE WITH RECURSIVE AS ON USING JOIN LEFT NATURAL CROSS LATERAL"
                            + " INTO SET VALUES DEFAULT RETURNING LIMIT OFFSET ORDER GROUP BY HAVING WINDOW FOR UPDATE"
                            + " ONLY TABLE EXISTS IN ANY CASE WHEN THEN END IS DISTINCT COLLATE BINARY CAST INSERT DELETE"
                            + " REPLACE IGNORE PARTITION TABLESAMPLE EXCEPT INTERSECT FETCH tenant_id 2 id body msg note")
                    .split(" "));
    private static final String CHARACTERS =
            "'\"`\\$#-/*;,.()[]{}?:@!&|%<>=~^ \t\n\r\f\u000b\u0000\u00a0\u2003\u3000\u200b"
                    + "\ufeff\u2028aeEuUxXnN019_ſİıéœ中𝒜\ud800";

    private final Random random;

    /** The changes, each of which is as likely as any other. */
    final List<Consumer<SqlPieces>> all = List.of(
            this::remove,
            this::duplicate,
            this::swapNeighbours,
            this::swap,
            this::insert,
            this::replace,
            this::move,
            this::changeCase,
            this::quote,
            this::space,
            this::comment,
            this::character);

    TokenMutations(Random random) {
        this.random = random;
    }

    private int place(SqlPieces sql) {
        return random.nextInt(sql.size());
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private void remove(SqlPieces sql) {
        if (sql.size() > 1) {
            int place = place(sql);
            sql.remove(place, place + 1);
        }
    }

    private void duplicate(SqlPieces sql) {
        int from = place(sql);
        int to = Math.min(sql.size(), from + 1 + random.nextInt(6));
        sql.add(to, " " + sql.text(from, to));
    }

    private void swapNeighbours(SqlPieces sql) {
        int place = place(sql);
        swap(sql, place, Math.min(sql.size() - 1, place + 2)); // what is between them is space more often than not
    }

    private void swap(SqlPieces sql) {
        swap(sql, place(sql), place(sql));
    }

    private static void swap(SqlPieces sql, int one, int other) {
        String piece = sql.get(one);
        sql.set(one, sql.get(other));
        sql.set(other, piece);
    }

    private void insert(SqlPieces sql) {
        sql.add(place(sql), random.nextBoolean() ? any(FRAGMENTS) : " " + any(FRAGMENTS) + " ");
    }

    private void replace(SqlPieces sql) {
        sql.set(place(sql), any(FRAGMENTS));
    }

    private void move(SqlPieces sql) {
        int from = place(sql);
        int to = Math.min(sql.size(), from + 1 + random.nextInt(8));
        String moved = sql.text(from, to);
        sql.replace(from, to, " ");
        sql.add(place(sql), " " + moved + " ");
    }

    private void changeCase(SqlPieces sql) {
        int place = place(sql);
        String piece = sql.get(place);
        sql.set(place, random.nextBoolean() ? piece.toUpperCase(Locale.ROOT) : piece.toLowerCase(Locale.ROOT));
    }

    private void quote(SqlPieces sql) {
        List<Integer> words = sql.where(sql::isWord);
        if (!words.isEmpty()) {
            int place = any(words);
            String quoted =
                    any(List.of("\"%s\"", "`%s`", "[%s]", "'%s'", "U&\"%s\"", "E'%s'", "$$%s$$", "N'%s'", "(%s)"));
            sql.set(place, quoted.replace("%s", sql.get(place)));
        }
    }

    private void space(SqlPieces sql) {
        List<Integer> spaces = sql.where(sql::isSpace);
        if (!spaces.isEmpty()) {
            List<String> kinds =
                    List.of("\n", "\t", "\r\n", "\f", "\u000b", "\u00a0", "\u2003", "\u3000", "\u200b", "");
            sql.set(any(spaces), any(kinds));
        }
    }

    private void comment(SqlPieces sql) {
        List<String> kinds = List.of(
                "/**/",
                "/* ' */",
                "/* ? */",
                "-- '\n",
                "--\n",
                "--x\n",
                "# \"\n",
                "/*! */",
                "/*!50000 OR */",
                "/*M! */",
                "/*/* */ */",
                "/*+ x */",
                "/* */ */",
                "--\r",
                " -- ; \n");
        sql.add(place(sql), any(kinds));
    }

    private void character(SqlPieces sql) {
        int place = place(sql);
        StringBuilder piece = new StringBuilder(sql.get(place));
        int at = random.nextInt(piece.length());
        switch (random.nextInt(3)) {
            case 0 -> piece.insert(at, character());
            case 1 -> piece.setCharAt(at, character());
            default -> piece.deleteCharAt(at);
        }
        sql.set(place, piece.isEmpty() ? " " : piece.toString());
    }

    private char character() {
        return CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
    }
}
