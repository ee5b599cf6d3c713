package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.maibot.isolation.jdbc.ScopedSql.Slot;

/**
 * Scoped text that is being written, with its bind variables. Where the caller's have numbers, so have all: the caller's
 * stay what they are, and those of the scope follow them.
 */
final class SqlWriter {
    private final StringBuilder sql = new StringBuilder();
    private final List<Slot> slots = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private final Map<Slot, Integer> numbers = new HashMap<>();
    private final boolean numbered;

    SqlWriter(SqlTokens tokens) {
        this.numbered = tokens.numbersParameters();
        for (int i = 1; numbered && i <= tokens.parameters(); i++) {
            number(new Slot.Caller(i));
        }
    }

    SqlWriter text(CharSequence text) {
        sql.append(text);
        return this;
    }

    SqlWriter text(String text, int start, int end) {
        sql.append(text, start, end);
        return this;
    }

    void parameter(Slot slot) {
        if (!numbered) {
            offsets.add(sql.length());
            slots.add(slot);
            sql.append('?');
            return;
        }
        sql.append('?').append(number(slot));
    }

    private int number(Slot slot) {
        return numbers.computeIfAbsent(slot, unknown -> {
            slots.add(unknown);
            return slots.size();
        });
    }

    String sql() {
        return sql.toString();
    }

    /** What the bind variables are, by their numbers. */
    List<Slot> slots() {
        return slots;
    }

    /** Where they are; empty if they have numbers. */
    List<Integer> offsets() {
        return offsets;
    }
}
