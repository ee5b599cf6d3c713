package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.IsolationViolationException;
import org.maibot.isolation.jdbc.ScopedSql.Slot;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/**
 * A statement that is being scoped for the contexts of a level.
 *
 * @param tokens its text
 * @param rules the rules of the tables
 * @param level the narrowest dimension that the contexts fix
 * @param edits what is to be changed
 * @param views in how many views it is
 */
record Draft(SqlTokens tokens, SchemaRules rules, Dimension level, SqlEdits edits, int views) {

    /** The place after a name of one or more parts. */
    int endOfName(int from) {
        int end = from + 1;
        while (tokens.isSymbol(end, '.') && tokens.isName(end + 1)) {
            end += 2;
        }
        return end;
    }

    /**
     * Where a table's name begins: after a dot, if there is one, which is left out. MariaDB takes it for the current
     * database, as if it were not there.
     */
    int startOfName(int from) {
        boolean dotted = tokens.family() == SqlFamily.MARIADB && tokens.isSymbol(from, '.') && tokens.isName(from + 1);
        if (dotted) {
            edits.replace(from, from + 1, SqlFragment.of(" "));
        }
        return dotted ? from + 1 : from;
    }

    /** Whether a name denotes a common table expression. */
    boolean isCte(int from, int to, CteNames ctes) {
        return to == from + 1 && ctes.has(tokens.table(from));
    }

    /** The rule of the table that a name denotes; refuses a table that has none. */
    TableRule rule(int from, int to) {
        return findRule(from, to).orElseThrow(() -> tokens.located(noRule(from, to), from));
    }

    private IsolationViolationException noRule(int from, int to) {
        String name = tokens.sql()
                .substring(tokens.get(from).start(), tokens.get(to - 1).end());
        LiveSchema.Table table =
                rules.table(to >= from + 3 ? tokens.table(to - 3) : rules.defaultSchema(), tokens.table(to - 1));
        return table == null
                ? Refusal.unknownTable(name)
                : Refusal.withoutTenant(name, table.kind() != LiveSchema.Kind.TABLE);
    }

    /** Whether a name denotes a table that has a rule. */
    boolean hasRule(int from, int to) {
        return findRule(from, to).isPresent();
    }

    private Optional<TableRule> findRule(int from, int to) {
        boolean ofCatalog = to == from + 5 && rules.isCatalog(tokens.table(from));
        if (to == from + 3 || ofCatalog) {
            return rules.find(tokens.table(to - 3), tokens.table(to - 1));
        }
        return to == from + 1 ? rules.find(tokens.table(from)) : Optional.empty();
    }

    /**
     * Names a table by its schema too, so that no setting of the session makes another table of it; and puts the query of
     * a view in the place of its name, unless it is declared global.
     *
     * @param aliased whether an alias follows
     */
    void pinName(int from, int to, TableRule rule, boolean aliased) {
        if (rule.isComputed() && rule.isScoped()) {
            SqlFragment rows = SqlFragment.of("(")
                    .add(StatementScoper.scopeView(rule, rules, level, views + 1))
                    .text(aliased ? ")" : ") AS " + quote(rule.table()));
            edits.replace(from, to, rows);
        } else if (to == from + 1 && !tokens.family().isMySql()) {
            edits.replace(from, to, SqlFragment.of(rule.qualifiedName()));
        }
    }

    String quote(String name) {
        return tokens.family().quote(name);
    }

    /**
     * The condition that confines a table to the rows of the scope.
     *
     * @param qualifier how the statement calls the table, as it is to be written
     * @param writing whether rows of wider levels are left out, since only their own level may change them
     */
    SqlFragment predicate(String qualifier, TableRule rule, boolean writing) {
        List<SqlFragment> conditions = new ArrayList<>();
        rule.fixedBy(level)
                .forEach((dimension, column) ->
                        conditions.add(condition(field(qualifier, column), dimension, column, writing)));
        return SqlFragment.and(conditions);
    }

    private String field(String qualifier, DimensionColumn column) {
        String field = qualifier + "." + quote(column.name());
        return column.type() == IdType.UNTYPED ? "CAST(" + field + " AS TEXT)" : field;
    }

    private SqlFragment condition(String field, Dimension dimension, DimensionColumn column, boolean writing) {
        Slot.Scope value = column.value(dimension);
        SqlFragment owned = new SqlFragment()
                .text(field + " " + column.equality(tokens.family()) + " ")
                .value(value);
        if (!column.exact()) {
            owned.text(" AND ").add(exactly(field, value));
        }
        if (!column.nullIsWider() || writing) {
            return owned;
        }
        return new SqlFragment().text("(").add(owned).text(" OR " + field + " IS NULL)");
    }

    /** A comparison of characters, for columns whose collation takes different ids for the same. */
    private SqlFragment exactly(String field, Slot.Scope value) {
        SqlFragment comparison = new SqlFragment();
        return switch (tokens.family()) {
            case SQLITE -> comparison.text(field + " COLLATE BINARY = ").value(value);
            case POSTGRESQL ->
                comparison
                        .text("CAST(" + field + " AS text) COLLATE \"C\" = CAST(")
                        .value(value)
                        .text(" AS text)");
            case MYSQL, MARIADB ->
                comparison
                        .text("CAST(CONVERT(" + field + " USING utf8mb4) AS BINARY) = CAST(CONVERT(")
                        .value(value)
                        .text(" USING utf8mb4) AS BINARY)");
        };
    }

    /** The value of a dimension for a column of a rule, as a bind variable. */
    SqlFragment value(Dimension dimension, DimensionColumn column) {
        return new SqlFragment().value(column.value(dimension));
    }

    /** Puts conditions into a WHERE clause, or makes one. */
    void confine(List<SqlFragment> conditions, int where, int whereEnd, int lastBefore) {
        if (conditions.isEmpty()) {
            return;
        }
        SqlFragment all = SqlFragment.and(conditions);
        if (where < 0) {
            edits.insertAfter(lastBefore, SqlFragment.of(" WHERE ").add(all));
        } else {
            wrap(where, whereEnd, all);
        }
    }

    /** Puts a condition in front of another one, which follows a keyword. */
    void wrap(int keyword, int end, SqlFragment condition) {
        if (keyword + 1 >= end) {
            throw Refusal.text("The SQL text has a condition that is empty");
        }
        edits.insertAfter(keyword, SqlFragment.of(" ").add(condition).text(" AND ("));
        edits.insertAfter(end - 1, SqlFragment.of(")"));
    }

    /** Refuses a table that scoped code may not write to. */
    void requireWritable(TableRule rule) {
        if (rule.isView()) {
            throw Refusal.view(rule.table());
        }
        if (rule.access() == TableDescription.Access.GLOBAL) {
            throw Refusal.readOnly(rule.table());
        }
    }

    /** The dimension that a column holds, if the contexts fix it. */
    @Nullable
    Dimension fixedDimension(TableRule rule, String column) {
        return rule.dimensionOf(column)
                .filter(dimension -> dimension.compareTo(level) <= 0)
                .orElse(null);
    }
}
