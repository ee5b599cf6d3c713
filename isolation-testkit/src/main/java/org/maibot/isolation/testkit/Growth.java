package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.testkit.Vocabulary.Column;
import org.maibot.isolation.testkit.Vocabulary.Sort;

/** A statement that is being grown: the choices that are left, the values that it binds, the names that it has given. */
final class Growth {
    private static final Pattern MARK = Pattern.compile("\u0001(\\d+)\u0002");
    private static final Pattern PLAIN = Pattern.compile("[a-z_]{2,}");
    private static final int NUMBERS = 4;
    private static final int BOUND = 40;
    private static final int UNQUOTED = 50;

    private final Vocabulary words;
    private final Choices choices;
    private final List<Object> values = new ArrayList<>();
    private int names;

    Growth(Vocabulary words, Choices choices) {
        this.words = words;
        this.choices = choices;
    }

    /** A statement, with the values of its bind variables in their order. */
    record Grown(String sql, List<@Nullable Object> values) {}

    Vocabulary words() {
        return words;
    }

    Family family() {
        return words.family();
    }

    boolean chance(int percent) {
        return choices.chance(percent);
    }

    int below(int bound) {
        return choices.below(bound);
    }

    <T> T any(List<T> of) {
        return choices.any(of);
    }

    /** A name that nothing else has. */
    String newName(String prefix) {
        names++;
        return prefix + names;
    }

    /** A name as it is written: quoted, or not where that is the same. */
    String name(String name) {
        return PLAIN.matcher(name).matches() && chance(UNQUOTED) ? name : family().quote(name);
    }

    /** The sorts of some columns that can be compared. */
    List<Sort> sorts() {
        List<Sort> sorts = new ArrayList<>();
        int count = 1 + below(3);
        for (int i = 0; i < count; i++) {
            sorts.add(any(List.of(Sort.TEXT, Sort.NUMBER)));
        }
        return sorts;
    }

    /** A value as a literal. */
    String literal(Sort sort, String value) {
        return sort == Sort.NUMBER ? value : family().literal(value);
    }

    /** Any value of a sort, as a literal. */
    String literal(Sort sort) {
        return sort == Sort.NUMBER ? String.valueOf(below(NUMBERS)) : "'" + any(List.of("x", "", "new", "A")) + "'";
    }

    /** A value to compare a column with, as a literal or a bind variable. */
    String value(Column column, String value) {
        return chance(BOUND)
                ? bound(column.sort() == Sort.NUMBER ? Long.valueOf(value) : value)
                : literal(column.sort(), value);
    }

    private String bound(Object value) {
        values.add(value);
        return "\u0001" + (values.size() - 1) + "\u0002";
    }

    /** The statement with its values in the order of their variables. */
    Grown grown(String text) {
        List<@Nullable Object> inOrder = new ArrayList<>();
        Matcher mark = MARK.matcher(text);
        String sql = mark.replaceAll(found -> {
            inOrder.add(values.get(Integer.parseInt(found.group(1))));
            return "?";
        });
        return new Grown(sql, inOrder);
    }
}
