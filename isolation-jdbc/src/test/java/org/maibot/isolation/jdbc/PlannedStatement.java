package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationContext;
import org.maibot.isolation.jdbc.ScopedSql.Slot;

/**
 * A statement of a host's, and what a careful person writes in its place who confines each table by hand.
 *
 * @param context the scope
 * @param sql the statement
 * @param byHand the other one; {@code {m}} stands for the conditions on the table m
 * @param values those of the bind variables of both
 */
record PlannedStatement(IsolationContext context, String sql, String byHand, List<Object> values) {
    private static final Pattern MARK = Pattern.compile("\\{(\\w+)}|\\?");

    /** A text with the values of its bind variables. */
    record Bound(String sql, List<Object> values) {}

    /** What the library makes of the statement. */
    Bound scoped(TableRules rules) {
        ScopedSql scoped = rules.scope(sql, context.level());
        List<Object> bound = new ArrayList<>();
        for (Slot slot : scoped.slots()) {
            if (slot instanceof Slot.Caller caller) {
                bound.add(values.get(caller.index() - 1));
            } else if (slot instanceof Slot.Scope scope) {
                bound.add(scope.value(context));
            }
        }
        return new Bound(scoped.sql(), bound);
    }

    /** What a person writes. */
    Bound writtenByHand() {
        List<Object> bound = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Matcher mark = MARK.matcher(byHand);
        int parameter = 0;
        while (mark.find()) {
            if (mark.group(1) == null) {
                bound.add(values.get(parameter++));
                mark.appendReplacement(text, "?");
            } else {
                mark.appendReplacement(text, conditions(mark.group(1), bound));
            }
        }
        return new Bound(mark.appendTail(text).toString(), bound);
    }

    private String conditions(String table, List<Object> bound) {
        List<String> conditions = new ArrayList<>();
        Arrays.stream(Dimension.values()).filter(context::fixes).forEach(dimension -> {
            conditions.add(table + "." + dimension.columnName() + " = ?");
            bound.add(context.id(dimension).orElseThrow());
        });
        return String.join(" and ", conditions);
    }
}
