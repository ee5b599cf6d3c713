package org.maibot.isolation.jdbc;

import java.util.HashSet;
import java.util.Set;
import org.maibot.isolation.jdbc.TableReference.Kind;

/** What a scoped text does with a table that it names, by the list of tables that it stands in; for {@link ScopeVerifier}. */
final class VerifiedWrites {
    private final SqlTokens tokens;
    private final VerifiedPlaces places;
    private final VerifiedPredicates predicates;

    VerifiedWrites(SqlTokens tokens, VerifiedPlaces places, VerifiedPredicates predicates) {
        this.tokens = tokens;
        this.places = places;
        this.predicates = predicates;
    }

    Kind kind(VerifiedTable table) {
        if (places.isInsertTarget(table.place())) {
            return Kind.INSERTED;
        }
        int list = startOfList(table.place());
        return switch (tokens.word(list)) {
            case "UPDATE" -> isAssigned(table) ? Kind.UPDATED : Kind.READ;
            case "FROM" -> isDeletedFrom(table, list) ? Kind.DELETED : Kind.READ;
            case "USING" -> isNamed(table, startOfList(list) + 1, list) ? Kind.DELETED : Kind.READ;
            default -> Kind.READ;
        };
    }

    /** Whether a name stands where none can be a table's, though other tables may: among the new values of an upsert. */
    boolean isColumn(int place) {
        int list = startOfList(place);
        return tokens.isWord(list, "UPDATE") && tokens.isWord(list - 1, "KEY");
    }

    /** The place of the keyword after which a list of tables begins. */
    private int startOfList(int place) {
        for (int i = place - 1; i >= 0; i--) {
            if (tokens.isSymbol(i, ')')) {
                i = tokens.match(i);
            } else if (tokens.isAnyWord(i, "FROM", "UPDATE", "USING", "SELECT", "SET", "WHERE", "TABLE", "INTO")
                    && !tokens.isSymbol(i - 1, '.')
                    && !places.joinsByColumns(i)
                    && !Clause.isDistinctFrom(tokens, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isDeletedFrom(VerifiedTable table, int from) {
        int verb = from - 1;
        while (tokens.family().isMySql() && tokens.isAnyWord(verb, "LOW_PRIORITY", "QUICK", "IGNORE")) {
            verb--;
        }
        return isDelete(verb) || isNamed(table, afterDelete(from), from);
    }

    private boolean isDelete(int place) {
        return tokens.isWord(place, "DELETE") && !tokens.isSymbol(place - 1, '.');
    }

    /** Where the names of the tables begin from which MySQL deletes, before the keyword of those that it joins. */
    private int afterDelete(int keyword) {
        int names = keyword;
        while (tokens.isName(names - 1)
                || tokens.isSymbol(names - 1, ',')
                || tokens.isSymbol(names - 1, '.')
                || tokens.isSymbol(names - 1, '*')) {
            names--;
            if (isDelete(names)) {
                return names + 1;
            }
        }
        return keyword;
    }

    /** Whether a table that MySQL joins is named in a list of those to delete from. */
    private boolean isNamed(VerifiedTable table, int from, int to) {
        Set<String> names = new HashSet<>();
        for (int i = from; i < to && tokens.family().isMySql(); i++) {
            if (tokens.isName(i) && (i + 1 == to || !tokens.isSymbol(i + 1, '.') || tokens.isSymbol(i + 2, '*'))) {
                names.add(tokens.table(i));
            }
        }
        names.retainAll(predicates.qualifiers(table.last(), table.rule()));
        return !names.isEmpty();
    }

    /** Whether an UPDATE, which on MySQL may be of several tables, gives a column of a table a value. */
    private boolean isAssigned(VerifiedTable table) {
        boolean assigned = !tokens.family().isMySql();
        boolean begins = true;
        int set = tokens.find(table.place(), tokens.size(), "SET");
        for (int i = set + 1; i < tokens.size() && !assigned && !tokens.isAnyWord(i, "WHERE", "ORDER", "LIMIT"); ) {
            assigned = begins && isColumnOf(table, i);
            begins = tokens.isSymbol(i, ',');
            i = tokens.next(i);
        }
        return assigned;
    }

    private boolean isColumnOf(VerifiedTable table, int place) {
        int last = place;
        while (tokens.isSymbol(last + 1, '.')) {
            last += 2;
        }
        return last == place
                ? table.rule().hasColumn(tokens.column(place))
                : predicates.qualifiers(table.last(), table.rule()).contains(tokens.table(last - 2));
    }
}
