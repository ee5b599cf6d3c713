package org.maibot.isolation.jdbc;

import java.util.Locale;

/** The comments in SQL text. */
record SqlComments(String sql, SqlSyntax syntax) {

    /** The place after the comment that begins at a place, or the place itself if none does. */
    int endOf(int place) {
        if (startsLine(place)) {
            return endOfLine(place);
        }
        return sql.startsWith("/*", place) ? endOfBlock(place) : place;
    }

    private boolean startsLine(int place) {
        if (sql.charAt(place) == '#') {
            return syntax.family().isMySql();
        }
        boolean spaced = place + 2 >= sql.length() || sql.charAt(place + 2) <= ' ';
        return sql.startsWith("--", place) && (spaced || !syntax.family().isMySql());
    }

    private int endOfLine(int place) {
        int end = sql.indexOf('\n', place);
        end = end < 0 ? sql.length() : end;
        int carriageReturn = sql.indexOf('\r', place);
        if (carriageReturn >= 0 && carriageReturn < end - 1) {
            throw Refusal.text("has a comment with a carriage return in it", place);
        }
        return end;
    }

    private int endOfBlock(int start) {
        boolean executable = (syntax.family().isMySql() && sql.startsWith("/*!", start))
                || (syntax.family() == SqlFamily.MARIADB && sql.startsWith("/*M!", start));
        if (executable) {
            throw Refusal.text("has an executable comment", start);
        }
        int end = start + 2;
        for (int depth = 1; depth > 0; ) {
            boolean opens = sql.startsWith("/*", end) && syntax.family() == SqlFamily.POSTGRESQL;
            boolean closes = sql.startsWith("*/", end);
            if (end >= sql.length() - 1 && !closes) {
                return endOfText(start);
            }
            depth += opens ? 1 : closes ? -1 : 0;
            end += opens || closes ? 2 : 1;
        }
        if (sql.startsWith("/*+", start)
                && sql.substring(start, end).toUpperCase(Locale.ROOT).contains("SET_VAR")) {
            throw Refusal.text("has a hint that changes settings", start);
        }
        return end;
    }

    /** In SQLite a comment may go on to the end of the text, but not begin with it. */
    private int endOfText(int start) {
        if (syntax.family() != SqlFamily.SQLITE || start + 2 >= sql.length()) {
            throw Refusal.text("has a comment without an end", start);
        }
        return sql.length();
    }
}
