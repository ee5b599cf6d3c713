package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.testkit.Names.Reference;
import org.maibot.isolation.testkit.Names.Source;
import org.maibot.isolation.testkit.Vocabulary.Column;
import org.maibot.isolation.testkit.Vocabulary.Noun;
import org.maibot.isolation.testkit.Vocabulary.Sort;

/** Grows FROM clauses. */
final class FromGrammar {
    private final Growth growth;
    private final QueryGrammar queries;
    private final ExpressionGrammar expressions;

    FromGrammar(Growth growth, QueryGrammar queries, ExpressionGrammar expressions) {
        this.growth = growth;
        this.queries = queries;
        this.expressions = expressions;
    }

    /** A clause without its keyword, and what it gives names to. */
    record From(String text, List<Source> sources) {}

    From from(Names names, int depth) {
        From all = item(names, depth);
        int joins = growth.below(depth > 0 ? 3 : 2);
        for (int i = 0; i < joins; i++) {
            all = join(all, names, depth);
        }
        return growth.chance(10) ? plus(all, ", ", item(names, depth - 1), "") : all;
    }

    private static From plus(From left, String between, From right, String after) {
        List<Source> sources = new ArrayList<>(left.sources());
        sources.addAll(right.sources());
        return new From(left.text() + between + right.text() + after, sources);
    }

    /** A table, a view, a common table expression or a query in brackets. */
    private From item(Names names, int depth) {
        List<String> ctes = names.ctes().keySet().stream().sorted().toList();
        List<Noun> known = growth.words().tables().stream()
                .filter(table -> !names.ctes().containsKey(table.name()))
                .toList();
        if (known.isEmpty() || (!ctes.isEmpty() && growth.chance(40))) { // the names of all tables may be those of such
            String name = growth.any(ctes);
            String alias = growth.newName("t");
            List<Column> columns = names.ctes().getOrDefault(name, List.of());
            return new From(growth.name(name) + " " + alias, List.of(QueryGrammar.source(alias, columns)));
        }
        if (depth > 0 && growth.chance(15)) {
            return derived("", names.inFrom(), depth - 1);
        }
        return table(growth.any(known));
    }

    From table(Noun table) {
        String alias = growth.newName("t");
        String as = growth.any(List.of(" ", " as "));
        return new From(
                growth.name(table.name()) + as + alias, List.of(new Source(alias, table.columns(), table.samples())));
    }

    private From derived(String lateral, Names names, int depth) {
        List<Sort> sorts = growth.sorts();
        String alias = growth.newName("d");
        String query = queries.query(sorts, names, depth);
        return new From(
                lateral + "(" + query + ") as " + alias,
                List.of(QueryGrammar.source(alias, QueryGrammar.columns(sorts))));
    }

    /** MySQL 8.0.31 ends itself, or never its answer, at some of those that stand in or beside common table expressions. */
    private boolean hasLateral() {
        return growth.family() == Family.POSTGRESQL;
    }

    private From join(From left, Names names, int depth) {
        if (hasLateral() && depth > 0 && growth.chance(8)) {
            From right = derived("lateral ", names.inFrom().plus(left.sources()), depth - 1);
            return growth.chance(50)
                    ? plus(left, " left join ", right, " on true")
                    : plus(left, " cross join ", right, "");
        }
        From right = item(names, depth - 1);
        String kind = growth.any(kinds());
        return switch (kind) {
            case " cross join " -> plus(left, kind, right, "");
            case " natural join ", " natural left join " -> plus(left, kind, right, "");
            case " using " -> using(left, right);
            default -> plus(left, kind, right, " on " + on(left, right, kind, depth - 1));
        };
    }

    private List<String> kinds() {
        List<String> kinds = new ArrayList<>(List.of(
                " join ",
                " left join ",
                " left join ",
                " right join ",
                " cross join ",
                " natural join ",
                " natural left join ",
                " using "));
        if (growth.family() != Family.MYSQL) {
            kinds.add(" full join ");
        }
        return kinds;
    }

    /** By a column that both sides have, and the left side once; without one, it is a cross join. */
    private From using(From left, From right) {
        Set<String> shared = right.sources().get(0).columns().stream()
                .filter(column -> column.sort() != Sort.OTHER)
                .map(Column::name)
                .collect(Collectors.toSet());
        List<String> once = left.sources().stream()
                .flatMap(source -> source.columns().stream())
                .collect(Collectors.groupingBy(Column::name, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(count -> count.getValue() == 1 && shared.contains(count.getKey()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (once.isEmpty()) {
            return plus(left, " cross join ", right, "");
        }
        String kind = growth.any(List.of(" join ", " left join "));
        return plus(left, kind, right, " using (" + growth.name(growth.any(once)) + ")");
    }

    private String on(From left, From right, String kind, int depth) {
        String equality = equality(left, right);
        boolean plain = kind.equals(" full join ") || growth.chance(60);
        if (equality != null && plain) {
            return equality;
        }
        List<Source> both = new ArrayList<>(left.sources());
        both.addAll(right.sources());
        String condition = expressions.condition(Names.none().plus(both), depth);
        return equality == null ? condition : equality + growth.any(List.of(" and ", " or ")) + condition;
    }

    private @Nullable String equality(From left, From right) {
        for (Sort sort : growth.any(List.of(List.of(Sort.TEXT, Sort.NUMBER), List.of(Sort.NUMBER, Sort.TEXT)))) {
            List<Reference> one = Names.none().plus(left.sources()).columns(sort);
            List<Reference> other = Names.none().plus(right.sources()).columns(sort);
            if (!one.isEmpty() && !other.isEmpty()) {
                return expressions.text(growth.any(one)) + " = " + expressions.text(growth.any(other));
            }
        }
        return null;
    }
}
