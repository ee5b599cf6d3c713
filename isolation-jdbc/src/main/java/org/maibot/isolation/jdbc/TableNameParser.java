package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.maibot.isolation.jdbc.TableItem.Other;
import org.maibot.isolation.jdbc.TableItem.Scoped;

/** Reads what the names in a FROM clause denote: tables, common table expressions or functions. */
final class TableNameParser {
    private final Draft draft;
    private final SqlTokens tokens;
    private final TableSuffix suffix;
    private final CteNames ctes;
    private final ExpressionScoper expressions;
    private final List<NamedTable> named = new ArrayList<>();
    private boolean onlyScoped = true;

    TableNameParser(Draft draft, CteNames ctes) {
        this.draft = draft;
        this.tokens = draft.tokens();
        this.suffix = new TableSuffix(tokens);
        this.ctes = ctes;
        this.expressions = new ExpressionScoper(draft);
    }

    /** The tables that were read by their names. */
    List<NamedTable> named() {
        return named;
    }

    /** Refuses two tables of one name: an error on MySQL and MariaDB, but not if one is replaced by a derived table. */
    void requireDistinct() {
        Set<String> names = new HashSet<>();
        for (NamedTable table : named) {
            if (!names.add(SqlFamily.lower(table.name()))) {
                throw Refusal.text("The SQL text has two tables of the name " + table.name());
            }
        }
    }

    /** Refuses columns with a schema before the name of a table that is to be replaced by a derived one. */
    void requireReachable(Scoped table) {
        for (int i = 0; i < tokens.size() && table.alias() < 0; i++) {
            boolean isColumn = tokens.isName(i) && tokens.isSymbol(i + 1, '.') && tokens.isSymbol(i + 3, '.');
            if (isColumn && tokens.table(i + 2).equals(name(table.rule(), -1))) {
                throw Refusal.text("names a column by its schema", tokens.get(i).start());
            }
        }
    }

    /** The folded name by which the statement calls a table. */
    String name(TableRule rule, int alias) {
        return alias < 0 ? tokens.syntax().foldTable(rule.table(), true) : tokens.table(alias);
    }

    /** Whether nothing but scoped tables was read. */
    boolean hasOnlyScoped() {
        return onlyScoped;
    }

    /** Something that needs no condition, with its alias. */
    Other other(int end, int to) {
        onlyScoped = false;
        return new Other(suffix.endOfAlias(end, to));
    }

    /**
     * Reads the item that begins with a name.
     *
     * @param lateral whether LATERAL precedes it: then it is a function
     */
    TableItem read(int from, boolean lateral, int to) {
        boolean only = tokens.isWord(from, "ONLY") && tokens.family() == SqlFamily.POSTGRESQL;
        boolean bracketed = only && tokens.isSymbol(from + 1, '(');
        int name = draft.startOfName(from + (only ? 1 : 0) + (bracketed ? 1 : 0));
        if (!tokens.isName(name) || suffix.isReserved(name)) {
            throw TableParser.notUnderstood(tokens, name);
        }
        int end = draft.endOfName(name);
        if (isFullTextQuery(name, end)) {
            return fullTextQuery(draft.rule(name, end), name, end, to);
        }
        if (tokens.isSymbol(end, '(') && !only) {
            return function(end, to);
        }
        if (lateral) {
            throw TableParser.notUnderstood(tokens, name);
        }
        if (draft.isCte(name, end, ctes)) {
            return other(end, to);
        }
        boolean dual = tokens.family().isMySql() && end == name + 1 && tokens.isWord(name, "DUAL");
        if (dual) {
            return other(end, to);
        }
        TableRule rule = draft.rule(name, end);
        return table(rule, from, name, end + (bracketed ? 1 : 0), to);
    }

    /** Whether a table is called like a function, as SQLite's full-text tables may be: {@code fts('words')}. */
    private boolean isFullTextQuery(int name, int end) {
        return tokens.isSymbol(end, '(')
                && tokens.family() == SqlFamily.SQLITE
                && !draft.isCte(name, end, ctes)
                && draft.hasRule(name, end);
    }

    private TableItem fullTextQuery(TableRule rule, int name, int bracket, int to) {
        expressions.scopeAll(bracket + 1, tokens.match(bracket), ctes);
        return table(rule, name, name, tokens.match(bracket) + 1, to);
    }

    private TableItem function(int bracket, int to) {
        Functions.requireTableFunction(draft, bracket - 1);
        int end = tokens.match(bracket);
        expressions.scopeAll(bracket + 1, end, ctes);
        int after = end + 1;
        if (tokens.isWord(after, "WITH") && tokens.isWord(after + 1, "ORDINALITY")) {
            after += 2;
        }
        return other(after, to);
    }

    /** Scopes the expressions in the size of a sample and in a point of time. */
    private void scopeCalls(int from, int to) {
        for (int i = from; i < to; i = tokens.next(i)) {
            if (tokens.isName(i)) {
                Functions.requireHarmless(draft, i);
            } else if (tokens.isSymbol(i, '(')) {
                expressions.scopeAll(i + 1, tokens.match(i), ctes);
            }
        }
    }

    private TableItem table(TableRule rule, int from, int name, int nameEnd, int to) {
        int end = suffix.endOfModifiers(nameEnd);
        int alias = suffix.aliasAfter(end, to);
        int afterAlias = alias < 0 ? end : alias + 1;
        boolean renames = alias >= 0 && tokens.isSymbol(afterAlias, '(') && afterAlias < to;
        int hints = renames ? tokens.match(afterAlias) + 1 : afterAlias;
        int last = suffix.endOfHints(hints, to);
        scopeCalls(nameEnd, end);
        scopeCalls(hints, last);
        named.add(new NamedTable(rule, name(rule, alias)));
        if (!rule.isScoped()) {
            draft.pinName(name, draft.endOfName(name), rule, true);
            onlyScoped = false;
            return new Other(last);
        }
        return new Scoped(rule, from, name, end, alias, hints, last, renames);
    }
}
