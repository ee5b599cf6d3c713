package org.maibot.isolation.jdbc;

import java.util.List;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Table;
import org.jooq.impl.QOM;
import org.jooq.impl.TableImpl;
import org.jspecify.annotations.Nullable;

/**
 * A place in a statement where a table is named.
 *
 * @param table the table under its own name
 * @param name how the rest of the statement calls it
 * @param keepsColumnNames whether its columns are known to bear their own names here
 */
record TableReference(Table<?> table, Name name, boolean keepsColumnNames) {
    private static final Name[] NO_NAMES = {};

    /** The reference that a table of a FROM clause or a target is, or null if it is something else. */
    static @Nullable TableReference of(Table<?> part) {
        if (part instanceof QOM.HintedTable<?> hinted) {
            return of(hinted.$table());
        }
        if (part instanceof QOM.TableAlias<?> alias) {
            return isName(alias.$aliased())
                    ? new TableReference(
                            alias.$aliased(), alias.getUnqualifiedName(), keepsColumnNames(alias, alias.$aliased()))
                    : null;
        }
        if (part instanceof TableImpl<?> named) {
            return of(named);
        }
        return isName(part) ? new TableReference(part, PlainSql.nameOf(part).unqualifiedName(), true) : null;
    }

    /** Generated tables carry their alias inside, and reveal what they alias when they are given another. */
    private static @Nullable TableReference of(TableImpl<?> named) {
        Table<?> aliased = ((QOM.TableAlias<?>) named.as(named.getUnqualifiedName(), NO_NAMES)).$aliased();
        return isName(aliased) ? new TableReference(aliased, named.getUnqualifiedName(), true) : null;
    }

    private static boolean isName(Table<?> table) {
        return PartKind.of(table) == PartKind.TABLE;
    }

    /** An alias may rename columns, and says so only when the columns are known. */
    private static boolean keepsColumnNames(Table<?> alias, Table<?> table) {
        List<String> names = names(alias);
        return !names.isEmpty() && names.equals(names(table));
    }

    private static List<String> names(Table<?> table) {
        return table.fieldStream().map(Field::getName).toList();
    }
}
