package org.maibot.isolation.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maibot.isolation.testkit.FromGrammar.From;
import org.maibot.isolation.testkit.Names.Source;
import org.maibot.isolation.testkit.Vocabulary.Column;
import org.maibot.isolation.testkit.Vocabulary.Noun;
import org.maibot.isolation.testkit.Vocabulary.Sort;
import org.maibot.isolation.testkit.Vocabulary.Writing;

/** Grows statements that write rows. They keep the constraints of the schema, unless rows of the scope itself break them. */
final class WriteGrammar {
    private static final int NEW = 1_000_000;

    private final Growth growth;
    private final QueryGrammar queries;
    private final ExpressionGrammar expressions;
    private final Noun table;
    private final Writing writing;

    WriteGrammar(Growth growth, QueryGrammar queries, Noun table, Writing writing) {
        this.growth = growth;
        this.queries = queries;
        this.expressions = queries.expressions();
        this.table = table;
        this.writing = writing;
    }

    String statement() {
        return switch (growth.below(writing.free().isEmpty() ? 4 : 6)) {
            case 1 -> insert(values());
            case 2 -> insert(selected());
            case 3 -> writing.keys().isEmpty() ? delete() : upsert();
            case 4, 5 -> update();
            default -> delete();
        };
    }

    /** The columns that an insert names, and what it gives them. */
    private record Given(List<Column> columns, String rows) {}

    private String insert(Given given) {
        return into("insert into ", given) + returning();
    }

    private String into(String verb, Given given) {
        return verb + growth.name(table.name()) + " (" + names(given.columns()) + ") " + given.rows();
    }

    private String names(List<Column> columns) {
        return columns.stream().map(column -> growth.name(column.name())).collect(Collectors.joining(", "));
    }

    /** Those that a row needs, some that it may have, and now and then one that says whose it is. */
    private List<Column> columns() {
        List<Column> columns = new ArrayList<>(writing.required());
        for (Column column : writing.free()) {
            if (!columns.contains(column) && growth.chance(50)) {
                columns.add(column);
            }
        }
        for (Column column : table.columns()) {
            if (writing.scope().containsKey(column.name()) && growth.chance(8)) {
                columns.add(column);
            }
        }
        if (columns.isEmpty()) {
            columns.add(
                    writing.free().isEmpty()
                            ? table.columns().get(0)
                            : writing.free().get(0));
        }
        return columns;
    }

    private Given values() {
        List<Column> columns = columns();
        List<String> rows = new ArrayList<>();
        int count = 1 + growth.below(2);
        for (int i = 0; i < count; i++) {
            Map<String, String> like = like();
            rows.add(columns.stream().map(column -> value(column, like)).collect(Collectors.joining(", ", "(", ")")));
        }
        return new Given(columns, "values " + String.join(", ", rows));
    }

    /** A row of the context's, whose values of columns that are restricted are legal. */
    private Map<String, String> like() {
        return writing.rows().isEmpty() ? Map.of() : growth.any(writing.rows());
    }

    private String value(Column column, Map<String, String> like) {
        String known = like.getOrDefault(column.name(), Table.NULL);
        if (writing.fresh().contains(column.name())) {
            return fresh(column.sort());
        }
        if (writing.scope().containsKey(column.name())) {
            List<String> ids = new ArrayList<>(List.of(writing.scope().getOrDefault(column.name(), known)));
            ids.addAll(table.samples().getOrDefault(column.name(), List.of()));
            return literal(column.sort(), growth.any(ids));
        }
        if (writing.fixed().contains(column.name()) || column.sort() == Sort.OTHER) {
            return literal(column.sort(), known);
        }
        boolean inKey = writing.keys().stream().anyMatch(key -> key.contains(column.name()));
        List<String> samples = table.samples().getOrDefault(column.name(), List.of());
        if (samples.isEmpty() || (inKey && growth.chance(50))) {
            return fresh(column.sort());
        }
        return growth.chance(15) && !inKey
                ? "(" + queries.aggregate(column.sort(), Names.none(), 1) + ")"
                : literal(column.sort(), growth.any(samples));
    }

    private String fresh(Sort sort) {
        int number = NEW + growth.below(1000);
        return sort == Sort.NUMBER ? String.valueOf(number) : "'fresh-" + number + "'";
    }

    private String literal(Sort sort, String value) {
        return value.equals(Table.NULL) ? "null" : growth.literal(sort, value);
    }

    /** Rows like those of the table itself, under other keys. */
    private Given selected() {
        List<Column> columns = columns();
        From from = queries.tables().table(table);
        Source source = from.sources().get(0);
        Names names = Names.none().plus(from.sources());
        Map<String, String> like = like();
        String items = columns.stream()
                .map(column -> item(column, source, names, like))
                .collect(Collectors.joining(", "));
        return new Given(columns, "select " + items + " from " + from.text() + expressions.clause("where", names, 2));
    }

    private String item(Column column, Source source, Names names, Map<String, String> like) {
        String own = growth.name(source.alias()) + "." + growth.name(column.name());
        boolean unique = writing.fresh().contains(column.name())
                || writing.keys().stream().anyMatch(key -> key.contains(column.name()));
        if (unique && column.sort() == Sort.NUMBER) {
            return own + " + " + NEW;
        }
        if (unique && column.sort() == Sort.TEXT) {
            return growth.family() == Family.MYSQL ? "concat('n', " + own + ")" : "'n' || " + own;
        }
        boolean restricted = writing.fixed().contains(column.name()) || column.sort() == Sort.OTHER;
        if (restricted || writing.scope().containsKey(column.name())) {
            return growth.chance(50) ? own : value(column, like);
        }
        return expressions.value(column.sort(), names, 1);
    }

    private String upsert() {
        List<String> key = growth.any(writing.keys());
        Given given = values();
        boolean nothing = writing.free().isEmpty() || growth.chance(25);
        if (growth.family() == Family.MYSQL) {
            return nothing ? into("insert ignore into ", given) : into("insert into ", given) + onDuplicate(given);
        }
        List<String> target = new ArrayList<>(writing.scope().keySet());
        target.addAll(key);
        String conflict =
                target.stream().map(growth::name).collect(Collectors.joining(", ", " on conflict (", ") do "));
        return into("insert into ", given)
                + conflict
                + (nothing ? "nothing" : "update set " + excluded(given))
                + returning();
    }

    private String onDuplicate(Given given) {
        Column column = growth.any(writing.free());
        String value = given.columns().contains(column)
                ? "values(" + growth.name(column.name()) + ")"
                : growth.literal(column.sort());
        return " on duplicate key update " + growth.name(column.name()) + " = " + value;
    }

    private String excluded(Given given) {
        Column column = growth.any(writing.free());
        String value = given.columns().contains(column) && growth.chance(60)
                ? "excluded." + growth.name(column.name())
                : growth.literal(column.sort());
        String where = growth.chance(20)
                ? " where " + growth.name(table.name()) + "." + growth.name(column.name()) + " is not null"
                : "";
        return growth.name(column.name()) + " = " + value + where;
    }

    /** The table under its own name. */
    private Source self() {
        return new Source(table.name(), table.columns(), table.samples());
    }

    private String update() {
        Names own = Names.none().plus(List.of(self()));
        Column column = growth.any(writing.free());
        String name = growth.name(table.name());
        From other = growth.chance(20)
                ? queries.tables().table(growth.any(growth.words().tables()))
                : null;
        String value = expressions.value(column.sort(), own, 2);
        Names all = other == null ? own : own.plus(other.sources());
        if (growth.family() == Family.MYSQL) {
            String tables =
                    other == null ? name : name + " join " + other.text() + " on " + expressions.condition(all, 1);
            String set = " set " + name + "." + growth.name(column.name()) + " = " + value;
            return "update " + tables + set + expressions.clause("where", all, 2);
        }
        String from = other == null ? "" : " from " + other.text();
        String set = " set " + growth.name(column.name()) + " = " + value;
        return "update " + name + set + from + expressions.clause("where", all, 2) + returning(other);
    }

    private String delete() {
        Names own = Names.none().plus(List.of(self()));
        String name = growth.name(table.name());
        if (growth.family() == Family.SQLITE || !growth.chance(20)) {
            return "delete from " + name + expressions.clause("where", own, 2) + returning();
        }
        From other = queries.tables().table(growth.any(growth.words().tables()));
        Names all = own.plus(other.sources());
        return growth.family() == Family.POSTGRESQL
                ? "delete from " + name + " using " + other.text() + expressions.clause("where", all, 2)
                : "delete " + name + " from " + name + " join " + other.text() + " on " + expressions.condition(all, 2);
    }

    private String returning() {
        return returning(null);
    }

    private String returning(@Nullable From other) {
        boolean can = growth.family() != Family.MYSQL && other == null;
        return can && growth.chance(20) ? " returning *" : "";
    }
}
