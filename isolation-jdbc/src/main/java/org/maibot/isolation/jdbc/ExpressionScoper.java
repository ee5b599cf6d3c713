package org.maibot.isolation.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Scopes expressions: finds the queries in them, wherever they stand, and refuses functions that read tables or change
 * what is not the scope's.
 */
final class ExpressionScoper {
    /** Words that no expression holds outside of brackets, unless as a name after a dot. */
    private static final Set<String> FOREIGN =
            Set.of("SELECT", "FROM", "WHERE", "JOIN", "INTO", "TABLE", "PROCEDURE", "MERGE", "NEXT", "PREVIOUS");

    /** Functions whose arguments may be parted by FROM. */
    private static final Set<String> FROM_IN_ARGUMENTS =
            Set.of("EXTRACT", "SUBSTRING", "SUBSTR", "MID", "TRIM", "OVERLAY", "POSITION");

    private final Draft draft;
    private final SqlTokens tokens;
    private final Sequences sequences;

    ExpressionScoper(Draft draft) {
        this.draft = draft;
        this.tokens = draft.tokens();
        this.sequences = new Sequences(draft, tokens);
    }

    /** Scopes a clause; returns the place of the keyword that ends it, or the end of the range. */
    int scope(int from, int to, CteNames ctes, Clause clause) {
        return scopeList(from, to, ctes, clause, new ArrayList<>());
    }

    /** Scopes the whole of a range. */
    void scopeAll(int from, int to, CteNames ctes) {
        scope(from, to, ctes, Clause.BRACKETS);
    }

    /** Scopes the values of a row in brackets. */
    List<SelectedRows.Item> row(int bracket, CteNames ctes) {
        List<SelectedRows.Item> items = new ArrayList<>();
        scopeList(bracket + 1, tokens.match(bracket), ctes, Clause.BRACKETS, items);
        return items;
    }

    /** Scopes a clause that is a list, and collects its items; returns the place after it. */
    int scopeList(int from, int to, CteNames ctes, Clause clause, List<SelectedRows.Item> items) {
        int itemStart = from;
        int i = from;
        while (i < to && !(isKeyword(i) && clause.endsAt(tokens, i))) {
            if (tokens.isSymbol(i, ',')) {
                items.add(new SelectedRows.Item(itemStart, i));
                itemStart = i + 1;
            }
            i = expression(i, from, ctes);
        }
        if (i > itemStart) {
            items.add(new SelectedRows.Item(itemStart, i));
        }
        return i;
    }

    /** Scopes what begins at a place; returns the place after it. */
    private int expression(int place, int from, CteNames ctes) {
        if (tokens.isSymbol(place, '(') || tokens.isSymbol(place, '[') || tokens.isSymbol(place, '{')) {
            brackets(place, from, ctes);
            return tokens.match(place) + 1;
        }
        if (tokens.isWord(place, "IN") && tokens.family() == SqlFamily.SQLITE && isKeyword(place)) {
            return inTable(place + 1, ctes);
        }
        if (isKeyword(place) && sequences.isNextValueFor(place)) {
            return sequences.endOfNextValueFor(place);
        }
        if (isKeyword(place) && isForeign(place)) {
            throw Refusal.text(
                    "has " + tokens.text(place) + " where an expression stands",
                    tokens.get(place).start());
        }
        if (tokens.isWord(place, "CURRENT") && tokens.isWord(place + 1, "OF")) {
            throw Refusal.text(
                    "has WHERE CURRENT OF a cursor", tokens.get(place).start());
        }
        if (tokens.isName(place)) {
            Functions.requireHarmless(draft, place);
        }
        return place + 1;
    }

    private void brackets(int bracket, int from, CteNames ctes) {
        int end = tokens.match(bracket);
        if (tokens.isSymbol(bracket, '{')) {
            Functions.requireHarmlessEscape(tokens, bracket);
            scopeAll(bracket + 2, end, ctes);
        } else if (tokens.isSymbol(bracket, '(') && StatementScoper.opensQuery(tokens, bracket)) {
            new StatementScoper(draft).scope(bracket + 1, end, ctes, null);
        } else if (bracket > from
                && FROM_IN_ARGUMENTS.contains(tokens.get(bracket - 1).value())) {
            int keyword = tokens.find(bracket + 1, end, "FROM");
            scopeAll(bracket + 1, keyword, ctes);
            scopeAll(Math.min(keyword + 1, end), end, ctes);
        } else if (tokens.isWord(bracket - 1, "FILTER") && tokens.isWord(bracket + 1, "WHERE")) {
            scopeAll(bracket + 2, end, ctes);
        } else {
            scopeAll(bracket + 1, end, ctes);
        }
    }

    /** SQLite takes a table's name after IN for its rows. */
    private int inTable(int from, CteNames ctes) {
        if (tokens.isSymbol(from, '(')) {
            return from;
        }
        if (!tokens.isName(from)) {
            throw Refusal.text("has IN without a list", tokens.get(from).start());
        }
        int end = draft.endOfName(from);
        if (tokens.isSymbol(end, '(')) {
            Functions.requireTableFunction(draft, end - 1);
            return end;
        }
        if (draft.isCte(from, end, ctes)) {
            return end;
        }
        TableRule rule = draft.rule(from, end);
        if (rule.isScoped()) {
            draft.edits().insertBefore(from, SqlFragment.of("(SELECT * FROM "));
            draft.edits()
                    .insertAfter(
                            end - 1,
                            SqlFragment.of(" WHERE ")
                                    .add(draft.predicate(draft.quote(rule.table()), rule, false))
                                    .text(")"));
        }
        draft.pinName(from, end, rule, false);
        return end;
    }

    private boolean isForeign(int place) {
        return FOREIGN.contains(tokens.get(place).value())
                && !(tokens.isWord(place, "FROM") && Clause.isDistinctFrom(tokens, place))
                && !(tokens.isAnyWord(place, "NEXT", "PREVIOUS") && !tokens.isWord(place + 1, "VALUE"));
    }

    /** Whether a word is a keyword, and neither a column of some table nor the name that a value is given. */
    private boolean isKeyword(int place) {
        return tokens.get(place).kind() == SqlToken.Kind.WORD
                && !tokens.isSymbol(place - 1, '.')
                && !(tokens.isWord(place - 1, "AS")
                        && !tokens.isSymbol(place - 2, '.')
                        && tokens.family() == SqlFamily.POSTGRESQL);
    }
}
