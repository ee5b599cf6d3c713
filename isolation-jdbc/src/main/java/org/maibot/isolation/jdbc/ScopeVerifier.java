package org.maibot.isolation.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.Dimension;
import org.maibot.isolation.jdbc.TableRule.DimensionColumn;

/**
 * Checks a statement after it was scoped, knowing nothing of how that was done: each mention of a scoped table is found in
 * the final text by what stands around it, and must have its full predicate in a WHERE or ON clause that nothing weakens,
 * or its columns in the list of an INSERT. Whatever the scoping forgot is refused here. What it finds can also be told.
 */
final class ScopeVerifier {
    private final SchemaRules rules;
    private final Dimension level;
    private final SqlTokens tokens;
    private final VerifiedPlaces places;
    private final VerifiedPredicates predicates;
    private final VerifiedWrites writes;
    private final VerifiedCtes ctes;

    ScopeVerifier(ScopedSql scoped, SchemaRules rules, Dimension level) {
        this.rules = rules;
        this.level = level;
        this.tokens = SqlTokens.of(scoped.sql(), rules.syntax());
        this.places = new VerifiedPlaces(tokens);
        this.predicates = new VerifiedPredicates(tokens, scoped);
        this.writes = new VerifiedWrites(tokens, places, predicates);
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
        return isCte || tokens.isWord(place - 1, "AS") || places.isInsertTarget(qualified ? place - 2 : place);
    }

    private void verify(int place) {
        VerifiedTable table = table(place);
        if (table != null && !confined(table).equals(table.rule().fixedBy(level).keySet())) {
            throw Refusal.unscoped(table.rule().table());
        }
    }

    /** The tables that the statement names, in its order. */
    List<TableReference> references() {
        List<TableReference> references = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            VerifiedTable table = tokens.isSymbol(i - 1, '.') ? null : table(i);
            if (table != null && !writes.isColumn(i)) {
                references.add(new TableReference(
                        table.rule().schema(),
                        table.rule().table(),
                        writes.kind(table),
                        !table.rule().isScoped(),
                        table.rule().fixedBy(Dimension.CHAT_STREAM).keySet(),
                        confined(table)));
            }
        }
        return references;
    }

    /** The table with a rule that a name denotes, or null if there is none. */
    private @Nullable VerifiedTable table(int place) {
        if (!tokens.isName(place) || !places.hasTable(place)) {
            return null;
        }
        int last = place;
        while (tokens.isSymbol(last + 1, '.') && tokens.isName(last + 2)) {
            last += 2;
        }
        boolean isCte = last == place && ctes.has(place);
        TableRule rule = isCte || tokens.isSymbol(last + 1, '.') ? null : rule(place, last);
        return rule == null ? null : new VerifiedTable(place, last, rule);
    }

    private @Nullable TableRule rule(int place, int last) {
        if (last == place) {
            return rules.find(tokens.table(place)).orElse(null);
        }
        boolean ofCatalog = last == place + 4 && rules.isCatalog(tokens.table(place));
        return last == place + 2 || ofCatalog
                ? rules.find(tokens.table(last - 2), tokens.table(last)).orElse(null)
                : null;
    }

    /** The dimensions that the level fixes in which the statement confines a table. */
    private Set<Dimension> confined(VerifiedTable table) {
        Map<Dimension, DimensionColumn> columns = table.rule().fixedBy(level);
        Set<Dimension> confined = EnumSet.noneOf(Dimension.class);
        if (places.isInsertTarget(table.place())) {
            confined.addAll(columns.keySet());
            confined.removeIf(dimension -> !isListed(
                    table.last() + 1, requireNonNull(columns.get(dimension)).name()));
            return confined;
        }
        for (String qualifier : predicates.qualifiers(table.last(), table.rule())) {
            Set<Dimension> more = predicates.confined(table.place(), qualifier, columns);
            confined = more.size() > confined.size() ? more : confined;
        }
        return confined;
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
