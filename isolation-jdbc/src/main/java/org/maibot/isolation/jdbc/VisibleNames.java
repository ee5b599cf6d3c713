package org.maibot.isolation.jdbc;

import java.util.List;
import org.jooq.CommonTableExpression;
import org.jooq.QueryPart;
import org.jooq.Select;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/** Which common table expressions a place in a statement sees. */
final class VisibleNames {
    private VisibleNames() {}

    /**
     * Whether a name denotes a common table expression at a place.
     *
     * <p>The body of a statement sees all expressions of its WITH clause, one of those sees the ones before it and, if
     * the clause is recursive, itself. Some databases let an expression see later ones too: such a name is taken for a
     * table here, which refuses or confines more than need be and never less.
     *
     * @param path the parts from the statement down to the place
     */
    static boolean isCommonTableExpression(String name, QueryPart[] path) {
        for (int i = path.length - 1; i >= 0; i--) {
            QOM.With with = with(path[i]);
            if (with != null && isVisible(name, with, path, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isVisible(String name, QOM.With with, QueryPart[] path, int owner) {
        List<? extends CommonTableExpression<?>> expressions = with.$commonTableExpressions();
        int visible = expressions.size();
        for (int i = owner + 1; i < path.length - 1; i++) {
            if (path[i] instanceof CommonTableExpression<?> inside && expressions.contains(inside)) {
                visible = expressions.indexOf(inside) + (with.$recursive() ? 1 : 0);
                break;
            }
        }
        String folded = TableRules.fold(name);
        return expressions.subList(0, visible).stream()
                .anyMatch(expression -> TableRules.fold(expression.getName()).equals(folded));
    }

    private static QOM.@Nullable With with(QueryPart part) {
        if (part instanceof Select<?> select) {
            return select.$with();
        }
        if (part instanceof QOM.Insert<?> insert) {
            return insert.$with();
        }
        if (part instanceof QOM.Update<?> update) {
            return update.$with();
        }
        return part instanceof QOM.Delete<?> delete ? delete.$with() : null;
    }
}
