package org.maibot.isolation.jdbc;

import java.util.Map;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/**
 * Checks a statement after it was scoped, knowing nothing of how that was done: each mention of a scoped table is found in
 * the final text by what stands around it, and must have its full predicate in a WHERE or ON clause that nothing weakens,
 * or its columns in the list of an INSERT. Whatever the scoping forgot is refused here.
 */
final class ScopeVerifier {
    private final SchemaRules rules;
    private final Dimension level;
    private final SqlTokens tokens;
    private final VerifiedPlaces places;
    private final VerifiedPredicates predicates;
    private final VerifiedCtes ctes;

    ScopeVerifier(ScopedSql scoped, SchemaRules rules, Dimension level) {
        this.rules = rules;
        this.level = level;
        this.tokens = SqlTokens.of(scoped.sql(), rules.syntax());
        this.places = new VerifiedPlaces(tokens);
        this.predicates = new VerifiedPredicates(tokens, scoped);
        this.ctes = new VerifiedCtes(tokens);
    }

    /** Refuses the statement unless every scoped table in it is confined. */
    void verify() {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.isName(i) && !tokens.isSymbol(i - 1, '.')) {
                verify(i);
            } else if (places.hasDottedTable(i)) {
                throw Refusal.unscoped(tokens.name(i + 1));
            }
            if (tokens.isSymbol(i + 1, '(') && tokens.isName(i) && !isColumnList(i)) {
                Functions.requireAllowed(rules, tokens, i);
            }
        }
    }

    /** Whether brackets hold the columns of an insert, of a common table expression or of an alias. */
    private boolean isColumnList(int place) {
        int after = tokens.match(place + 1) + 1;
        boolean isCte = (tokens.isAnyWord(place - 1, "WITH", "RECURSIVE") || tokens.isSymbol(place - 1, ','))
                && tokens.isWord(after, "AS")
                && (tokens.isSymbol(after + 1, '(') || tokens.isAnyWord(after + 1, "NOT", "MATERIALIZED"));
        boolean qualified = tokens.isSymbol(place - 1, '.') && tokens.isName(place - 2);
        return isCte || tokens.isWord(place - 1, "AS") || isInsertTarget(qualified ? place - 2 : place);
    }

    private void verify(int place) {
        boolean qualified = tokens.isSymbol(place + 1, '.') && tokens.isName(place + 2);
        int last = qualified ? place + 2 : place;
        if (tokens.isSymbol(last + 1, '.') || !places.hasTable(place)) {
            return;
        }
        TableRule rule = qualified
                ? rules.find(tokens.table(place), tokens.table(last)).orElse(null)
                : rules.find(tokens.table(place)).orElse(null);
        boolean isCte = !qualified && ctes.has(place);
        if (rule == null || !rule.isScoped() || isCte) {
            return;
        }
        if (!isConfined(place, last, rule)) {
            throw Refusal.unscoped(rule.table());
        }
    }

    private boolean isConfined(int place, int last, TableRule rule) {
        Map<Dimension, DimensionColumn> columns = rule.fixedBy(level);
        if (isInsertTarget(place)) {
            return columns.values().stream().allMatch(column -> isListed(last + 1, column.name()));
        }
        return predicates.qualifiers(last, rule).stream()
                .anyMatch(qualifier -> columns.entrySet().stream()
                        .allMatch(
                                entry -> predicates.hasPredicate(place, qualifier, entry.getKey(), entry.getValue())));
    }

    private boolean isInsertTarget(int place) {
        boolean into = tokens.isAnyWord(place - 1, "INTO");
        return into
                || (tokens.family().isMySql()
                        && (tokens.isAnyWord(place - 1, "INSERT", "REPLACE")
                                || (tokens.isWord(place - 1, "IGNORE") && tokens.isWord(place - 2, "INSERT"))));
    }

    /** Whether the list of an INSERT, or its assignments, name a column. */
    private boolean isListed(int from, String column) {
        for (int i = from; i < tokens.size() && !tokens.isAnyWord(i, "VALUES", "VALUE", "SELECT", "WITH", "ON"); i++) {
            if (tokens.isName(i) && SqlFamily.lower(tokens.name(i)).equals(SqlFamily.lower(column))) {
                return true;
            }
            if (tokens.isSymbol(i, '(') && tokens.isAnyWord(from, "SET")) {
                i = tokens.match(i);
            }
        }
        return false;
    }
}
