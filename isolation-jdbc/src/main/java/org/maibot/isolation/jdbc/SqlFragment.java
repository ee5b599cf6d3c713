package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.jdbc.ScopedSql.Slot;

/** SQL text to be put into a statement, with places for values of the scope. */
final class SqlFragment {
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * A piece of it.
     *
     * @param slot a bind variable that follows the text, or null
     */
    record Piece(String text, Slot.@Nullable Scope slot) {}

    static SqlFragment of(String text) {
        return new SqlFragment().text(text);
    }

    /** A scoped text that has no bind variables but the scope's; another one is refused. */
    static SqlFragment of(ScopedSql scoped) {
        SqlFragment fragment = new SqlFragment();
        int end = 0;
        for (int i = 0; i < scoped.slots().size(); i++) {
            if (!(scoped.slots().get(i) instanceof Slot.Scope value)) {
                throw Refusal.text("The SQL text has what looks like a bind variable");
            }
            int offset = scoped.offsets().get(i);
            fragment.text(scoped.sql().substring(end, offset)).value(value);
            end = offset + 1;
        }
        return fragment.text(scoped.sql().substring(end));
    }

    SqlFragment text(String text) {
        pieces.add(new Piece(text, null));
        return this;
    }

    SqlFragment value(Slot.Scope slot) {
        pieces.add(new Piece("", slot));
        return this;
    }

    SqlFragment add(SqlFragment other) {
        pieces.addAll(other.pieces);
        return this;
    }

    /** Conditions joined by AND. */
    static SqlFragment and(List<SqlFragment> conditions) {
        SqlFragment all = new SqlFragment();
        for (int i = 0; i < conditions.size(); i++) {
            all.text(i == 0 ? "" : " AND ").add(conditions.get(i));
        }
        return all;
    }

    void writeTo(SqlWriter writer) {
        for (Piece piece : pieces) {
            writer.text(piece.text());
            if (piece.slot() != null) {
                writer.parameter(piece.slot());
            }
        }
    }
}
