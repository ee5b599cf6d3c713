package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.maibot.isolation.testkit.FromGrammar.From;
import org.maibot.isolation.testkit.Names.Reference;
import org.maibot.isolation.testkit.Vocabulary.Column;
import org.maibot.isolation.testkit.Vocabulary.Noun;
import org.maibot.isolation.testkit.Vocabulary.Sort;

/** Grows queries. Their rows are the same whatever the plan: they are limited only in the order of all of their columns. */
final class QueryGrammar {
    private static final int DEPTH = 2;

    private final Growth growth;
    private final ExpressionGrammar expressions;
    private final FromGrammar tables;

    QueryGrammar(Growth growth) {
        this.growth = growth;
        this.expressions = new ExpressionGrammar(growth, this);
        this.tables = new FromGrammar(growth, this, expressions);
    }

    ExpressionGrammar expressions() {
        return expressions;
    }

    FromGrammar tables() {
        return tables;
    }

    /** A query as a statement. */
    String statement() {
        if (growth.chance(15)) {
            return everything();
        }
        List<Sort> sorts = growth.sorts();
        With with = with(Names.none());
        String query = query(sorts, with.names(), DEPTH);
        String order = "";
        if (growth.chance(30)) {
            order = " order by "
                    + IntStream.rangeClosed(1, sorts.size())
                            .mapToObj(String::valueOf)
                            .collect(Collectors.joining(", "));
            boolean isReliable =
                    !growth.words().mariaDb() || !query.contains("distinct"); // MariaDB limits what is double
            order += isReliable && growth.chance(60)
                    ? " limit " + (1 + growth.below(4)) + growth.any(List.of("", " offset 1"))
                    : "";
        }
        return with.text() + query + order;
    }

    /** All columns, also those that cannot be compared. */
    private String everything() {
        From from = tables.from(Names.none(), DEPTH);
        String lock = growth.family() != Family.SQLITE && from.sources().size() == 1 && growth.chance(15)
                ? " for update"
                : "";
        return "select * from " + from.text()
                + expressions.clause("where", Names.none().plus(from.sources()), DEPTH) + lock;
    }

    /** A WITH clause, or nothing, and what can be named after it. */
    record With(String text, Names names) {}

    With with(Names names) {
        if (!growth.chance(20)) {
            return new With("", names);
        }
        if (growth.chance(15)) {
            return counting(names);
        }
        List<Sort> sorts = growth.sorts();
        boolean shadows = growth.chance(30);
        String name = shadows ? growth.any(growth.words().tables()).name() : growth.newName("w");
        String text = "with " + growth.name(name) + " as (" + query(sorts, names, DEPTH - 1) + ") ";
        return new With(text, names.plusCte(name, columns(sorts)));
    }

    private With counting(Names names) {
        String name = growth.newName("r");
        Noun table = growth.any(growth.words().tables());
        String text = "with recursive " + name + " (c1) as (select 1 union all select c1 + 1 from " + name
                + " where c1 < 4 and exists (select 1 from " + growth.name(table.name()) + ")) ";
        return new With(text, names.plusCte(name, columns(List.of(Sort.NUMBER))));
    }

    /** Called c1, c2 and so on. */
    static List<Column> columns(List<Sort> sorts) {
        List<Column> columns = new ArrayList<>();
        for (Sort sort : sorts) {
            columns.add(new Column("c" + (columns.size() + 1), sort));
        }
        return columns;
    }

    /** A query, or two with a set operator between them. */
    String query(List<Sort> sorts, Names names, int depth) {
        String first = select(sorts, names, depth);
        if (depth < 1 || !growth.chance(15)) {
            return first;
        }
        String operator = growth.any(List.of(" union all ", " union ", " except ", " intersect "));
        return first + operator + select(sorts, names, depth - 1);
    }

    /** One SELECT. */
    String select(List<Sort> sorts, Names names, int depth) {
        From from = tables.from(names, depth);
        Names inside = names.plus(from.sources());
        if (growth.chance(15)) {
            return grouped(sorts, from, inside, depth);
        }
        List<String> items = new ArrayList<>();
        for (Sort sort : sorts) {
            items.add(item(sort, from, inside, depth));
        }
        String distinct = growth.chance(15) ? "distinct " : "";
        return "select " + distinct + list(items) + " from " + from.text() + expressions.clause("where", inside, depth);
    }

    private String item(Sort sort, From from, Names names, int depth) {
        List<Reference> own = Names.none().plus(from.sources()).columns(sort);
        if (!own.isEmpty() && sort == Sort.NUMBER && isWindowReliable(from, names) && growth.chance(8)) {
            return growth.any(List.of("count(*)", "max(" + expressions.text(growth.any(own)) + ")"))
                    + " over (partition by " + expressions.text(growth.any(own)) + ")";
        }
        return expressions.value(sort, names, depth);
    }

    /** MariaDB miscounts those of joins, and MySQL refuses some in conditions, depending on its plan. */
    private boolean isWindowReliable(From from, Names names) {
        if (growth.family() != Family.MYSQL) {
            return true;
        }
        return growth.words().mariaDb()
                ? from.sources().size() == 1
                : names.sources().size() == from.sources().size();
    }

    private static String list(List<String> items) {
        List<String> named = new ArrayList<>();
        for (String item : items) {
            named.add(item + " as c" + (named.size() + 1));
        }
        return String.join(", ", named);
    }

    private String grouped(List<Sort> sorts, From from, Names names, int depth) {
        Names own = Names.none().plus(from.sources());
        List<Reference> keys = own.references().stream()
                .filter(reference -> reference.column().sort() != Sort.OTHER)
                .toList();
        String where = expressions.clause("where", names, depth);
        if (keys.isEmpty()) {
            return "select " + list(sorts.stream().map(growth::literal).toList()) + " from " + from.text() + where;
        }
        Reference key = growth.any(keys);
        String text = expressions.text(key);
        List<String> items = sorts.stream()
                .map(sort -> sort == key.column().sort() && growth.chance(50) ? text : aggregate(sort, own))
                .toList();
        String having = growth.chance(25) ? " having count(*) > " + growth.below(2) : "";
        return "select " + list(items) + " from " + from.text() + where + " group by " + text + having;
    }

    private String aggregate(Sort sort, Names own) {
        List<Reference> columns = own.columns(sort);
        if (columns.isEmpty() || (sort == Sort.NUMBER && growth.chance(40))) {
            return sort == Sort.NUMBER ? "count(*)" : "max('x')";
        }
        return growth.any(List.of("max(", "min(")) + expressions.text(growth.any(columns)) + ")";
    }

    /** A query with one value. */
    String aggregate(Sort sort, Names names, int depth) {
        From from = tables.from(names, depth);
        return "select " + aggregate(sort, Names.none().plus(from.sources())) + " from " + from.text()
                + expressions.clause("where", names.plus(from.sources()), depth);
    }

    /** No samples stand in what a query makes. */
    static Names.Source source(String alias, List<Column> columns) {
        return new Names.Source(alias, columns, Map.of());
    }
}
