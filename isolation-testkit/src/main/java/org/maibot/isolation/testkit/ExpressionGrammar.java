package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.List;
import org.maibot.isolation.testkit.Names.Reference;
import org.maibot.isolation.testkit.Vocabulary.Sort;

/** Grows values and conditions. Each fails, if it does, in any database: none depends on rows to be legal. */
final class ExpressionGrammar {
    private static final int SIDES = 4;

    private final Growth growth;
    private final QueryGrammar queries;

    ExpressionGrammar(Growth growth, QueryGrammar queries) {
        this.growth = growth;
        this.queries = queries;
    }

    /** A value of a sort. */
    String value(Sort sort, Names names, int depth) {
        List<Reference> columns = names.columns(sort);
        if (columns.isEmpty()) {
            return growth.literal(sort);
        }
        Reference column = growth.any(columns);
        return switch (growth.below(depth > 0 ? SIDES + 3 : SIDES)) {
            case 1 -> growth.literal(sort);
            case 2 -> function(column, names);
            case 3 -> "coalesce(" + text(column) + ", " + growth.literal(sort) + ")";
            case 4 ->
                "case when " + condition(names, depth - 1) + " then " + value(sort, names, depth - 1) + " else "
                        + growth.literal(sort) + " end";
            case 5 -> "(" + queries.aggregate(sort, names, depth - 1) + ")";
            case 6 -> "(" + queries.select(List.of(sort), names, depth - 1) + " order by 1 limit 1)";
            default -> text(column);
        };
    }

    /** A column as it is written. */
    String text(Reference reference) {
        return growth.name(reference.source().alias())
                + "."
                + growth.name(reference.column().name());
    }

    private String function(Reference column, Names names) {
        if (column.column().sort() == Sort.TEXT) {
            return switch (growth.below(3)) {
                case 0 -> "upper(" + text(column) + ")";
                case 1 -> "lower(" + text(column) + ")";
                default -> concatenation(text(column));
            };
        }
        List<Reference> texts = names.columns(Sort.TEXT);
        return texts.isEmpty() ? text(column) + " + 1" : "length(" + text(growth.any(texts)) + ")";
    }

    private String concatenation(String text) {
        return growth.family() == Family.MYSQL ? "concat(" + text + ", '-x')" : text + " || '-x'";
    }

    /** A condition that a clause may have, with the keyword before it, or nothing. */
    String clause(String keyword, Names names, int depth) {
        return growth.chance(65) ? " " + keyword + " " + condition(names, depth) : "";
    }

    String condition(Names names, int depth) {
        List<Reference> columns = new ArrayList<>(names.columns(Sort.TEXT));
        columns.addAll(names.columns(Sort.NUMBER));
        if (columns.isEmpty()) {
            return "1 = 1";
        }
        Reference column = growth.any(columns);
        return switch (growth.below(depth > 0 ? 11 : 6)) {
            case 1 ->
                text(column)
                        + growth.any(List.of(" = ", " <> ", " < ", " >= "))
                        + text(growth.any(names.columns(column.column().sort())));
            case 2 ->
                text(column) + growth.any(List.of(" in (", " not in (")) + sample(column) + ", " + sample(column) + ")";
            case 3 -> text(growth.any(names.references())) + growth.any(List.of(" is not null", " is null"));
            case 4 -> between(column);
            case 5 -> like(column);
            case 6 -> either(names, depth - 1);
            case 7 ->
                growth.any(List.of("exists (", "not exists (")) + queries.select(growth.sorts(), names, depth - 1)
                        + ")";
            case 8 -> in(column, names, depth - 1);
            case 9 -> rowIn(column, growth.any(columns), names, depth - 1);
            case 10 ->
                text(column) + growth.any(List.of(" = ", " >= ")) + "("
                        + queries.aggregate(column.column().sort(), names, depth - 1) + ")";
            default -> text(column) + growth.any(List.of(" = ", " <> ", " <= ", " > ")) + sample(column);
        };
    }

    /** MySQL and MariaDB take texts for one that only the column's collation tells apart, and make an equality of it. */
    private String between(Reference column) {
        return growth.family() == Family.MYSQL && column.column().sort() == Sort.TEXT
                ? like(column)
                : text(column) + " between " + sample(column) + " and " + sample(column);
    }

    private String either(Names names, int depth) {
        String one = condition(names, depth);
        String other = condition(names, depth);
        return switch (growth.below(SIDES)) {
            case 0 -> one + " and " + other;
            case 1 -> one + " or " + other;
            case 2 -> "not (" + one + " or " + other + ")";
            default -> "(" + one + " or " + other + ") and 1 = 1";
        };
    }

    private String in(Reference column, Names names, int depth) {
        String not = growth.chance(25) ? " not" : "";
        return text(column) + not + " in ("
                + queries.query(List.of(column.column().sort()), names, depth) + ")";
    }

    private String rowIn(Reference one, Reference other, Names names, int depth) {
        List<Sort> sorts = List.of(one.column().sort(), other.column().sort());
        return "(" + text(one) + ", " + text(other) + ") in (" + queries.query(sorts, names, depth) + ")";
    }

    private String like(Reference column) {
        if (column.column().sort() != Sort.TEXT) {
            return text(column) + " is not null";
        }
        String sample = growth.any(column.samples().isEmpty() ? List.of("x") : column.samples());
        String letters = sample.replaceAll("[^A-Za-z0-9]", "");
        int from = growth.below(Math.max(1, letters.length() - 2));
        String piece = letters.substring(Math.min(from, letters.length()), Math.min(from + 3, letters.length()));
        return text(column) + " like '%" + piece + "%'";
    }

    /** A value that stands in a column, perhaps in a row of others. */
    private String sample(Reference reference) {
        List<String> samples = reference.samples();
        return samples.isEmpty()
                ? growth.literal(reference.column().sort())
                : growth.value(reference.column(), growth.any(samples));
    }
}
