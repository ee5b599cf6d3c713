package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.jdbc.ScopedSql.GivenLiteral;
import org.maibot.isolation.jdbc.ScopedSql.GivenParameter;
import org.maibot.isolation.jdbc.ScopedSql.GivenValue;
import org.maibot.isolation.jdbc.ScopedSql.Slot;

/** What is to be changed in a statement's text; all the rest of it stays as it is, except that comments are dropped. */
final class SqlEdits {
    private final SqlTokens tokens;
    private final List<Edit> edits = new ArrayList<>();
    private final List<GivenParameter> given = new ArrayList<>();
    private final List<GivenLiteral> literals = new ArrayList<>();
    private @Nullable String insertedInto;

    SqlEdits(SqlTokens tokens) {
        this.tokens = tokens;
    }

    /** A change of the characters from start to end, exclusive. */
    private record Edit(int start, int end, SqlFragment fragment) {
        boolean isInsert() {
            return start == end;
        }
    }

    void insertBefore(int place, SqlFragment fragment) {
        int offset = tokens.get(place).start();
        edits.add(new Edit(offset, offset, fragment));
    }

    void insertAfter(int place, SqlFragment fragment) {
        int offset = tokens.get(place).end();
        edits.add(new Edit(offset, offset, fragment));
    }

    /** Replaces the tokens of a range. */
    void replace(int from, int to, SqlFragment fragment) {
        edits.add(new Edit(tokens.get(from).start(), tokens.get(to - 1).end(), fragment));
    }

    void requireOwnParameter(int index, GivenValue value) {
        given.add(new GivenParameter(index, value));
    }

    void requireOwnLiteral(String literal, GivenValue value) {
        literals.add(new GivenLiteral(literal, value));
    }

    void insertsInto(TableRule rule) {
        insertedInto = rule.qualifiedName();
    }

    /** The changed statement. */
    ScopedSql apply() {
        edits.sort(Comparator.comparingInt(Edit::start).thenComparing(edit -> !edit.isInsert()));
        SqlWriter writer = new SqlWriter(tokens);
        int next = 0;
        int replacedTo = 0;
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.start() >= replacedTo) {
                if (i > 0) {
                    writer.text(gap(tokens.get(i - 1).end(), token.start()));
                    writer.text(tokens.isSymbol(i - 1, '-') && tokens.isSymbol(i, '-') ? " " : ""); // no comment
                }
                while (next < edits.size() && edits.get(next).start() <= token.start()) {
                    Edit edit = edits.get(next++);
                    requireApart(edit, replacedTo);
                    edit.fragment().writeTo(writer);
                    replacedTo = Math.max(replacedTo, edit.end());
                }
            }
            if (token.start() >= replacedTo) {
                if (tokens.parameter(i) > 0) {
                    writer.parameter(new Slot.Caller(tokens.parameter(i)));
                } else {
                    writer.text(tokens.sql(), token.start(), token.end());
                }
            }
            boolean inserted = false;
            while (next < edits.size()
                    && edits.get(next).start() <= token.end()
                    && edits.get(next).isInsert()) {
                requireApart(edits.get(next), replacedTo);
                edits.get(next++).fragment().writeTo(writer);
                inserted = true;
            }
            if (inserted && tokens.isName(i + 1) && tokens.get(i + 1).start() == token.end()) {
                writer.text(" "); // else a bind variable may run into a name
            }
        }
        return new ScopedSql(
                writer.sql(),
                writer.slots(),
                writer.offsets(),
                given,
                literals,
                tokens.parameters(),
                insertedInto,
                null);
    }

    private static void requireApart(Edit edit, int replacedTo) {
        if (edit.start() < replacedTo) {
            throw Refusal.text("The SQL text has a value of an isolation column with a sub-select in it");
        }
    }

    /** The space between two tokens: of its comments only hints to the optimizer stay. */
    private String gap(int from, int to) {
        String gap = tokens.sql().substring(from, to);
        String comment = gap.strip();
        boolean isHint = tokens.family().isMySql()
                && comment.startsWith("/*+")
                && comment.indexOf("*/") == comment.length() - 2
                && comment.indexOf("/*", 1) < 0
                && comment.chars().noneMatch(c -> "?'\"`;{}\\#".indexOf(c) >= 0)
                && !comment.contains("--");
        if (isHint) {
            return " " + comment + " ";
        }
        return gap.isBlank() ? gap : " ";
    }
}
